import { randomBits } from '../../../../shared/random/philox.ts';

export interface Tearing {
  readonly seed: number;
  readonly count: number;
  /** Reads a torn file; throws nothing, whatever it holds. Returns how it ended. */
  readonly decode: (bytes: Uint8Array) => string;
}

/** Tears a file in `count` seeded ways (bits flipped, stretches cut, doubled, zeroed, moved, the tail gone) and has each read. Throws where memory grows beyond reason. */
export function tearSafetensors(whole: Uint8Array, { seed, count, decode }: Tearing): ReadonlyMap<string, number> {
  const ends = new Map<string, number>();
  const before = process.memoryUsage().arrayBuffers;
  for (let round = 0; round < count; round++) {
    const bits = randomBits([seed, round], 8);
    const end = decode(torn(whole, (at, below) => (bits[at] ?? 0) % Math.max(1, below)));
    ends.set(end, (ends.get(end) ?? 0) + 1);
    const grown = process.memoryUsage().arrayBuffers - before;
    if (grown > 64 * 2 ** 20 + 4 * whole.length * (round + 1)) throw new Error(`after tear ${round} of seed ${seed}: ${grown} bytes more`);
  }
  return ends;
}

function torn(whole: Uint8Array, draw: (at: number, below: number) => number): Uint8Array {
  const bytes = Uint8Array.from(whole);
  // Half of the tears hit the header, where the meaning is.
  const header = 8 + Number(new DataView(whole.buffer, whole.byteOffset).getBigUint64(0, true));
  const from = draw(1, 2) === 0 ? draw(2, header) : draw(2, bytes.length);
  const length = 1 + draw(3, 40);
  switch (draw(0, 6)) {
    case 0:
      bytes[from] = (bytes[from] ?? 0) ^ (1 << draw(4, 8));
      return bytes;
    case 1:
      return bytes.subarray(0, from);
    case 2:
      return Uint8Array.of(...bytes.subarray(0, from), ...bytes.subarray(from + length));
    case 3:
      return Uint8Array.of(...bytes.subarray(0, from + length), ...bytes.subarray(from));
    case 4:
      return bytes.fill(0, from, from + length);
    default:
      bytes.copyWithin(from, draw(4, bytes.length), draw(5, bytes.length));
      return bytes;
  }
}

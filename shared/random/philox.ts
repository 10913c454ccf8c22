/**
 * Counter-based random numbers: Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"), seeded as TensorFlow's
 * stateless ops seed it, so that every device and every room draws the same numbers from (seed, salt).
 */
export interface PhiloxState {
  readonly key: readonly [number, number];
  readonly counter: readonly [number, number, number, number];
}

const rounds = 10;

/** The four 32-bit outputs of one Philox4x32-10 block. */
export function philoxBlock(counter: readonly [number, number, number, number], key: readonly [number, number]): [number, number, number, number] {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < rounds; round++) {
    const [lo0, hi0] = multiply(0xd2511f53, c0);
    const [lo1, hi1] = multiply(0xcd9e8d57, c2);
    const next0 = (hi1 ^ c1 ^ k0) >>> 0;
    const next2 = (hi0 ^ c3 ^ k1) >>> 0;
    c0 = next0;
    c1 = lo1;
    c2 = next2;
    c3 = lo0;
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** 32 × 32 → 64 bit product as [low, high], each unsigned. */
function multiply(a: number, b: number): [number, number] {
  const aHigh = a >>> 16,
    aLow = a & 0xffff,
    bHigh = b >>> 16,
    bLow = b & 0xffff;
  const low = Math.imul(a, b) >>> 0;
  const middle = aHigh * bLow + (((aLow * bLow) / 65536) >>> 0);
  const high = aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(((middle % 65536) + aLow * bHigh) / 65536);
  return [low, high >>> 0];
}

/** The generator state TensorFlow's `Stateless*` ops (version 1) derive from an int32[2] seed (core/kernels/stateless_random_ops.cc, GenerateKey). */
export function statelessState(seed: readonly [number, number]): PhiloxState {
  const low = seed[0] >>> 0,
    high = seed[1] >>> 0;
  const sign = (value: number): number => (value < 0 ? 0xffffffff : 0);
  const mix = philoxBlock([low, sign(seed[0] | 0), high, sign(seed[1] | 0)], [0x3ec8f720, 0x02461e29]);
  return { key: [mix[0], mix[1]], counter: [0, 0, mix[2], mix[3]] };
}

/** Fills `into` with the stream of `state`, four words a block, the counter's low 64 bits counting blocks from where they stand. */
export function fillBits(state: PhiloxState, into: Uint32Array): void {
  const [key0, key1] = state.key;
  let [low, high] = state.counter;
  const [, , counter2, counter3] = state.counter;
  for (let at = 0; at < into.length; at += 4) {
    // The rounds of philoxBlock once more, without its tuples: a batch of noise draws 25,000 blocks.
    let c0 = low,
      c1 = high,
      c2 = counter2,
      c3 = counter3;
    let k0 = key0,
      k1 = key1;
    for (let round = 0; round < rounds; round++) {
      const next0 = multiplyHigh(0xcd9e8d57, c2) ^ c1 ^ k0;
      const next2 = multiplyHigh(0xd2511f53, c0) ^ c3 ^ k1;
      c1 = Math.imul(0xcd9e8d57, c2);
      c3 = Math.imul(0xd2511f53, c0);
      c0 = next0;
      c2 = next2;
      k0 = (k0 + 0x9e3779b9) | 0;
      k1 = (k1 + 0xbb67ae85) | 0;
    }
    into[at] = c0;
    if (at + 1 < into.length) into[at + 1] = c1;
    if (at + 2 < into.length) into[at + 2] = c2;
    if (at + 3 < into.length) into[at + 3] = c3;
    low = (low + 1) >>> 0;
    if (low === 0) high = (high + 1) >>> 0;
  }
}

/** The upper 32 bits of a 32 × 32 bit product, as a signed integer. */
function multiplyHigh(a: number, b: number): number {
  const aHigh = a >>> 16,
    aLow = a & 0xffff,
    bHigh = b >>> 16,
    bLow = b & 0xffff;
  const middle = Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16);
  const carry = Math.imul(aLow, bHigh) + (middle & 0xffff);
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (carry >>> 16)) | 0;
}

/** `count` unsigned 32-bit integers of the stream of `seed`. */
export function randomBits(seed: readonly [number, number], count: number): Uint32Array {
  const out = new Uint32Array(count);
  fillBits(statelessState(seed), out);
  return out;
}

const mantissa = new Uint32Array(1);
const asFloat = new Float32Array(mantissa.buffer);
/** TensorFlow's Uint32ToFloat: 23 bits into [1, 2), minus one. */
function toUnitFloat(bits: number): number {
  mantissa[0] = (127 << 23) | (bits & 0x7fffff);
  return (asFloat[0] ?? 1) - 1;
}

/** Uniform draws in [0, 1), float32, the same numbers as TensorFlow's StatelessRandomUniform. */
export function randomUniform(seed: readonly [number, number], count: number): Float32Array {
  return Float32Array.from(randomBits(seed, count), toUnitFloat);
}

/** Standard normal draws by Box–Muller on Philox pairs, as TensorFlow's StatelessRandomNormal (equal to float32 rounding). */
export function randomNormal(seed: readonly [number, number], count: number): Float32Array {
  const out = new Float32Array(count);
  fillNormal(statelessState(seed), out);
  return out;
}

/** Fills `into` with standard normal draws of the stream of `state`, in the order of `randomNormal`. */
export function fillNormal(state: PhiloxState, into: Float32Array): void {
  const bits = new Uint32Array(into.length + (into.length % 2));
  fillBits(state, bits);
  for (let i = 0; i < into.length; i += 2) {
    const u = Math.max(toUnitFloat(bits[i] ?? 0), 1e-7);
    const angle = 2 * Math.PI * toUnitFloat(bits[i + 1] ?? 0);
    const radius = Math.sqrt(-2 * Math.log(u));
    into[i] = Math.sin(angle) * radius;
    if (i + 1 < into.length) into[i + 1] = Math.cos(angle) * radius;
  }
}

/** A seed for one purpose: the run's seed mixed with words that say what is drawn (a node's id, 'shuffle', an epoch). FNV-1a, then a murmur finish. */
export function deriveSeed(seed: number, ...purpose: readonly (string | number)[]): [number, number] {
  let hash = 0x811c9dc5;
  for (const char of purpose.join('\u0000')) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return [seed | 0, hash | 0];
}

/** A seeded permutation of 0…count−1 (Fisher–Yates). */
export function permutation(seed: readonly [number, number], count: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const bits = randomBits(seed, count);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(((bits[i] ?? 0) / 4294967296) * (i + 1));
    const kept = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = kept;
  }
  return order;
}

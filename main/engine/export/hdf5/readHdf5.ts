import { refuse } from '../../../../shared/check/issue.ts';
import { GrowingGroup } from './hdf5Tree.ts';
import type { Hdf5Group, Hdf5Text } from './hdf5Tree.ts';

/** What a file may hold at most: what is read is bounded by the file's own bytes and by these counts. */
const limits = { objects: 100_000, depth: 32, textBytes: 64 * 2 ** 20, messages: 10_000, allMessages: 1_000_000, dimensions: 32 } as const;
const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a] as const;

/**
 * Reads an HDF5 file as h5py and Keras write it by default (superblock version 0, object headers version 1, symbol tables, contiguous or compact
 * arrays of float16/32/64 or integers, string attributes). Attributes of other types are left out.
 * Throws IssueError `import-broken` where the file is cut short, contradicts itself or uses what this reader does not know. Memory: no more than
 * the file's bytes once more (four times, for integers of a byte), and `limits`.
 * @param file as issues name it
 */
export function readHdf5(bytes: Uint8Array, file: string): Hdf5Group {
  return new Reader(bytes, file).root();
}

interface Message {
  readonly type: number;
  readonly from: number;
  readonly to: number;
}

interface NumberType {
  readonly kind: 'float' | 'integer';
  readonly size: number;
  readonly signed: boolean;
}

interface TextType {
  readonly kind: 'fixed' | 'variable';
  readonly size: number;
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #file: string;
  /** Bytes of arrays that may still be read: those of a whole file lie apart from each other. */
  #arrayBytesLeft: number;
  #textBytesLeft: number = limits.textBytes;
  #objectsLeft: number = limits.objects;
  #messagesLeft: number = limits.allMessages;
  /** Texts of heaps that may still be listed: each takes 16 bytes. */
  #textsLeft: number;
  readonly #open = new Set<number>();
  /** Where each text of a heap lies, by the heap's address and the text's number. */
  readonly #heaps = new Map<number, ReadonlyMap<number, { readonly at: number; readonly bytes: number }>>();

  constructor(bytes: Uint8Array, file: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#file = file;
    this.#arrayBytesLeft = bytes.length;
    this.#textsLeft = bytes.length / 16;
  }

  root(): GrowingGroup {
    if (signature.some((byte, at) => this.#bytes[at] !== byte)) return this.#broken('it does not begin as an HDF5 file');
    const version = this.#u8(8);
    if (version > 1) return this.#broken(`superblock version ${version} is not read`);
    if (this.#u8(13) !== 8 || this.#u8(14) !== 8) return this.#broken('its addresses are not 8 bytes wide');
    const entry = 24 + (version === 1 ? 4 : 0) + 32;
    if (this.#u64(entry - 32) !== 0) return this.#broken('it does not begin at address 0');
    const made = this.#object(this.#u64(entry + 8), 0);
    return made instanceof GrowingGroup ? made : this.#broken('its root is no group');
  }

  /** A group, or an array put into `parent` under `name`. */
  #object(address: number, depth: number, parent?: { readonly group: GrowingGroup; readonly name: string }): GrowingGroup | null {
    if (depth > limits.depth) return this.#broken('it nests too deep');
    if (this.#open.has(address)) return this.#broken('a group holds itself');
    const messages = this.#messages(address);
    const table = messages.find(({ type }) => type === 17);
    if (!table) {
      if (!parent) return null;
      parent.group.arrays.set(parent.name, this.#array(messages));
      return null;
    }
    this.#open.add(address);
    const group = new GrowingGroup();
    for (const { type, from, to } of messages) if (type === 12) this.#attribute(group, from, to);
    for (const { name, header } of this.#members(this.#u64(table.from), this.#u64(table.from + 8))) {
      if (group.groups.has(name) || group.arrays.has(name)) return this.#broken(`two objects are called ${show(name)}`);
      const inner = this.#object(header, depth + 1, { group, name });
      if (inner) group.groups.set(name, inner);
    }
    this.#open.delete(address);
    return group;
  }

  /** The header messages of an object, continuations followed (specification IV.A.1.a). */
  #messages(address: number): readonly Message[] {
    if (this.#u8(address) !== 1) return this.#broken('an object header of a newer version');
    const count = this.#u16(address + 2);
    if (count > limits.messages) return this.#broken('an object header with too many messages');
    const blocks: { from: number; to: number }[] = [{ from: address + 16, to: address + 16 + this.#u32(address + 8) }];
    const found: Message[] = [];
    for (let block = blocks.shift(); block; block = blocks.shift()) {
      if (block.to > this.#bytes.length) return this.#broken('an object header runs past the end');
      for (let at = block.from; at + 8 <= block.to && found.length < count; ) {
        if (this.#messagesLeft-- <= 0) return this.#broken('it holds too many header messages');
        const type = this.#u16(at);
        const from = at + 8;
        const to = from + this.#u16(at + 2);
        if (to > block.to) return this.#broken('a header message runs past its header');
        if (type === 16) {
          const next = this.#u64(from);
          blocks.push({ from: next, to: next + this.#u64(from + 8) });
        }
        found.push({ type, from, to });
        at = to;
      }
    }
    return found;
  }

  /** Names and headers of a group's members: a B-tree of symbol nodes whose names lie in a local heap. */
  #members(tree: number, heap: number): readonly { readonly name: string; readonly header: number }[] {
    if (!this.#is(heap, 'HEAP')) return this.#broken('a heap of names is out of place');
    const names = { from: this.#u64(heap + 24), bytes: this.#u64(heap + 8) };
    if (names.from + names.bytes > this.#bytes.length) return this.#broken('a heap of names runs past the end');
    const members: { name: string; header: number }[] = [];
    const seen = new Set<number>();
    const visit = (node: number): void => {
      if (seen.has(node) || seen.size > limits.objects) return this.#broken('a tree of names turns back');
      seen.add(node);
      if (this.#is(node, 'SNOD')) {
        const count = this.#u16(node + 6);
        for (let at = 0; at < count; at++) {
          const entry = node + 8 + at * 40;
          if (this.#u32(entry + 16) === 2) return this.#broken('soft links are not read');
          members.push({ name: this.#name(names.from + this.#u64(entry), names.from + names.bytes), header: this.#u64(entry + 8) });
          if (this.#objectsLeft-- <= 0) return this.#broken('it holds too many objects');
        }
        return undefined;
      }
      if (!this.#is(node, 'TREE') || this.#u8(node + 4) !== 0) return this.#broken('a tree of names is out of place');
      const count = this.#u16(node + 6);
      for (let at = 0; at < count; at++) visit(this.#u64(node + 32 + at * 16));
      return undefined;
    };
    visit(tree);
    return members;
  }

  #array(messages: readonly Message[]): { shape: readonly number[]; values: Float32Array } {
    const of = (type: number, what: string): Message => messages.find((message) => message.type === type) ?? this.#broken(`an object without ${what}`);
    if (messages.some(({ type }) => type === 11)) return this.#broken('compressed arrays are not read');
    const shape = this.#dataspace(of(1, 'a shape'));
    const number = this.#numberType(of(3, 'a type').from) ?? this.#broken('an array that holds no numbers');
    const count = shape.reduce((product, extent) => product * extent, 1);
    const bytes = count * number.size;
    if (!Number.isSafeInteger(bytes) || bytes > this.#arrayBytesLeft) return this.#broken('its arrays are larger than the file');
    this.#arrayBytesLeft -= bytes;
    const layout = of(8, 'a place').from;
    const version = this.#u8(layout);
    if (version !== 3 && version !== 4) return this.#broken(`array layout version ${version} is not read`);
    const kind = this.#u8(layout + 1);
    if (kind > 1) return this.#broken('chunked arrays are not read');
    const from = kind === 0 ? layout + 4 : this.#u64(layout + 2);
    const held = kind === 0 ? this.#u16(layout + 2) : count === 0 ? 0 : this.#u64(layout + 10);
    if (count > 0 && (held < bytes || from + bytes > this.#bytes.length)) return this.#broken('an array runs past the end');
    const values = new Float32Array(count);
    for (let at = 0; at < count; at++) values[at] = this.#number(from + at * number.size, number);
    return { shape, values };
  }

  #number(at: number, { kind, size, signed }: NumberType): number {
    const view = this.#view;
    if (kind === 'float') return size === 8 ? view.getFloat64(at, true) : size === 4 ? view.getFloat32(at, true) : halfFloat(view.getUint16(at, true));
    switch (size) {
      case 1:
        return signed ? view.getInt8(at) : view.getUint8(at);
      case 2:
        return signed ? view.getInt16(at, true) : view.getUint16(at, true);
      case 4:
        return signed ? view.getInt32(at, true) : view.getUint32(at, true);
      default:
        return Number(signed ? view.getBigInt64(at, true) : view.getBigUint64(at, true));
    }
  }

  #dataspace({ from, to }: { readonly from: number; readonly to: number }): readonly number[] {
    const version = this.#u8(from);
    const rank = this.#u8(from + 1);
    if ((version !== 1 && version !== 2) || rank > limits.dimensions) return this.#broken('a shape of an unknown form');
    const start = from + (version === 1 ? 8 : 4);
    if (start + rank * 8 > to) return this.#broken('a shape runs past its message');
    return Array.from({ length: rank }, (_, at) => this.#u64(start + at * 8));
  }

  #numberType(at: number): NumberType | null {
    const type = this.#u8(at) & 15;
    const flags = this.#u8(at + 1);
    const size = this.#u32(at + 4);
    const bigEndian = (flags & 1) === 1;
    if (bigEndian) return null;
    if (type === 1 && (size === 2 || size === 4 || size === 8)) return { kind: 'float', size, signed: true };
    if (type === 0 && (size === 1 || size === 2 || size === 4 || size === 8)) return { kind: 'integer', size, signed: (flags & 8) !== 0 };
    return null;
  }

  #textType(at: number): TextType | null {
    const type = this.#u8(at) & 15;
    if (type === 3) return { kind: 'fixed', size: this.#u32(at + 4) };
    return type === 9 && (this.#u8(at + 1) & 15) === 1 ? { kind: 'variable', size: 16 } : null;
  }

  /** Puts a text attribute into `group`; others are passed over. */
  #attribute(group: GrowingGroup, from: number, to: number): void {
    const version = this.#u8(from);
    if (version < 1 || version > 3) return this.#broken('an attribute of an unknown form');
    const [nameBytes, typeBytes, spaceBytes] = [this.#u16(from + 2), this.#u16(from + 4), this.#u16(from + 6)];
    const pad = (bytes: number): number => (version === 1 ? Math.ceil(bytes / 8) * 8 : bytes);
    const nameAt = from + (version === 3 ? 9 : 8);
    const typeAt = nameAt + pad(nameBytes);
    const spaceAt = typeAt + pad(typeBytes);
    const dataAt = spaceAt + pad(spaceBytes);
    if (dataAt > to) return this.#broken('an attribute runs past its message');
    const type = this.#textType(typeAt);
    if (!type) return undefined;
    const shape = this.#dataspace({ from: spaceAt, to: dataAt });
    const count = shape.reduce((product, extent) => product * extent, 1);
    if (!Number.isSafeInteger(count) || count * Math.max(1, type.size) > to - dataAt) return this.#broken('an attribute is larger than its message');
    const texts = Array.from({ length: count }, (_, at) => this.#text(dataAt + at * type.size, type));
    const text: Hdf5Text = shape.length === 0 ? (texts[0] ?? '') : texts;
    group.attributes.set(this.#name(nameAt, typeAt), text);
    return undefined;
  }

  #text(at: number, { kind, size }: TextType): string {
    if (kind === 'fixed') return this.#decode(at, size).replace(/\0[^]*$/, '');
    const bytes = this.#u32(at);
    if (bytes === 0) return '';
    const place = this.#heap(this.#u64(at + 4)).get(this.#u32(at + 12)) ?? this.#broken('a text is not in its heap');
    return bytes <= place.bytes ? this.#decode(place.at, bytes) : this.#broken('a text runs past its heap');
  }

  /** The texts of a global heap collection (specification III.E). */
  #heap(heap: number): ReadonlyMap<number, { readonly at: number; readonly bytes: number }> {
    const known = this.#heaps.get(heap);
    if (known) return known;
    if (!this.#is(heap, 'GCOL')) return this.#broken('a heap of texts is out of place');
    const end = heap + this.#u64(heap + 8);
    if (end > this.#bytes.length) return this.#broken('a heap of texts runs past the end');
    const texts = new Map<number, { at: number; bytes: number }>();
    for (let object = heap + 16; object + 16 <= end; ) {
      if (this.#textsLeft-- <= 0) return this.#broken('its heaps of texts lie in each other');
      const number = this.#u16(object);
      const bytes = this.#u64(object + 8);
      if (number === 0) break;
      if (object + 16 + bytes > end) return this.#broken('a text runs past its heap');
      texts.set(number, { at: object + 16, bytes });
      object += 16 + Math.ceil(bytes / 8) * 8;
    }
    this.#heaps.set(heap, texts);
    return texts;
  }

  #decode(at: number, bytes: number): string {
    this.#textBytesLeft -= bytes;
    if (this.#textBytesLeft < 0) return this.#broken('it holds too much text');
    if (at + bytes > this.#bytes.length) return this.#broken('a text runs past the end');
    return new TextDecoder().decode(this.#bytes.subarray(at, at + bytes));
  }

  /** The text that ends at the next zero byte. */
  #name(from: number, limit: number): string {
    const end = this.#bytes.subarray(0, Math.min(limit, this.#bytes.length)).indexOf(0, from);
    if (end < 0 || from < 0 || from > this.#bytes.length) return this.#broken('a name runs past its end');
    return this.#decode(from, end - from);
  }

  #is(at: number, ascii: string): boolean {
    return Array.from(ascii, (character, index) => this.#u8(at + index) === character.charCodeAt(0)).every(Boolean);
  }

  #u8(at: number): number {
    return this.#bytes[at] ?? this.#broken('it is cut short');
  }
  #u16(at: number): number {
    return at + 2 <= this.#bytes.length ? this.#view.getUint16(at, true) : this.#broken('it is cut short');
  }
  #u32(at: number): number {
    return at + 4 <= this.#bytes.length ? this.#view.getUint32(at, true) : this.#broken('it is cut short');
  }
  /** An address or a length; the undefined address and everything else beyond 2⁵³ is out of any file. */
  #u64(at: number): number {
    if (at + 8 > this.#bytes.length) return this.#broken('it is cut short');
    const value = this.#view.getBigUint64(at, true);
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : Number.MAX_SAFE_INTEGER;
  }

  #broken(reason: string): never {
    return refuse('import-broken', { file: this.#file }, { reason });
  }
}

/** IEEE 754 binary16. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * 2 ** -24 * fraction;
  return exponent === 31 ? (fraction ? NaN : sign * Infinity) : sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}

function show(name: string): string {
  return name.slice(0, 60);
}

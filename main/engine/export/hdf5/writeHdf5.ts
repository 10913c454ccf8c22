import type { StoredArray } from '../storedArray.ts';
import type { Hdf5Group, Hdf5Text } from './hdf5Tree.ts';

/*
 * HDF5 as its oldest readers know it (HDF5 File Format Specification 3.0: superblock version 0, object headers version 1, symbol tables,
 * contiguous little-endian float32): what h5py writes too. The same tree gives the same bytes: no times are stored.
 */
const undefinedAddress = 0xffff_ffff_ffff_ffffn;
const leafEntries = 8;
const leastNodeChildren = 32;
const leastHeapBytes = 4096;
const message = { dataspace: 1, datatype: 3, fill: 5, layout: 8, attribute: 12, symbolTable: 17 } as const;

/** Writes a tree of groups as an HDF5 file. Object names are sorted by their bytes. */
export function writeHdf5(root: Hdf5Group): Uint8Array {
  const file = new GrowingFile();
  // 1. Room for the superblock, which is known last.
  file.append(new Bytes(96));
  // 2. All text in one heap, as attributes only point at it.
  const heap = writeTexts(file, root);
  // 3. Arrays and groups, each behind what it points at.
  const top = writeGroup(file, root, heap);
  // 4. The superblock.
  file.overwrite(0, superblock(top, file.length, widestGroup(root)));
  return file.whole();
}

/** Where each text lies: the heap's address and the text's number in it, from 1. */
interface TextHeap {
  readonly address: number;
  readonly numbers: ReadonlyMap<string, number>;
}

interface WrittenGroup {
  readonly header: number;
}

function superblock(top: WrittenGroup, end: number, widest: number): Bytes {
  const out = new Bytes(96);
  out.text('\x89HDF\r\n\x1a\n').u8(0, 0, 0, 0, 0, 8, 8, 0);
  out
    .u16(leafEntries / 2)
    .u16(nodeChildren(widest) / 2)
    .u32(0);
  out.u64(0).u64(undefinedAddress).u64(end).u64(undefinedAddress);
  // The root's symbol table entry: no name, nothing cached.
  return out.u64(0).u64(top.header).u32(0).u32(0).u64(0).u64(0);
}

function writeGroup(file: GrowingFile, group: Hdf5Group, heap: TextHeap, widest = widestGroup(group)): WrittenGroup {
  const members = [
    ...[...group.arrays].map(([name, array]) => ({ name, header: writeArray(file, array) })),
    ...[...group.groups].map(([name, inner]) => ({ name, header: writeGroup(file, inner, heap, widest).header })),
  ]
    .map((member) => ({ ...member, bytes: new TextEncoder().encode(member.name) }))
    .toSorted((a, b) => compareBytes(a.bytes, b.bytes));
  for (const { name } of members) if (name === '' || name.includes('/') || name.includes('\0')) throw new Error(`HDF5 has no name '${name}'`);
  // Names, in a heap of the group's own; offset 0 is the empty name.
  const nameBytes = members.reduce((sum, { bytes }) => sum + padded(bytes.length + 1), 8);
  const names = new Bytes(nameBytes);
  names.skip(8);
  const offsets = members.map(({ bytes }) => {
    const offset = names.at;
    names.raw(bytes).skip(padded(bytes.length + 1) - bytes.length);
    return offset;
  });
  const namesAt = file.append(names);
  const heapAt = file.append(new Bytes(32).text('HEAP').u8(0, 0, 0, 0).u64(nameBytes).u64(1).u64(namesAt));
  // Symbol nodes of eight members each under one B-tree node.
  const leaves: { readonly address: number; readonly last: number }[] = [];
  for (let from = 0; from < members.length; from += leafEntries) {
    const here = members.slice(from, from + leafEntries);
    const leaf = new Bytes(8 + leafEntries * 40).text('SNOD').u8(1, 0).u16(here.length);
    for (const [at, { header }] of here.entries())
      leaf
        .u64(offsets[from + at] ?? 0)
        .u64(header)
        .u32(0)
        .u32(0)
        .u64(0)
        .u64(0);
    leaves.push({ address: file.append(leaf), last: offsets[from + here.length - 1] ?? 0 });
  }
  const children = nodeChildren(widest);
  const tree = new Bytes(24 + children * 8 + (children + 1) * 8).text('TREE').u8(0, 0).u16(leaves.length);
  tree.u64(undefinedAddress).u64(undefinedAddress).u64(0);
  for (const { address, last } of leaves) tree.u64(address).u64(last);
  const treeAt = file.append(tree);
  const table = new Bytes(16).u64(treeAt).u64(heapAt);
  const attributes = [...group.attributes].map(([name, text]) => ({ type: message.attribute, body: attribute(name, text, heap) }));
  return { header: file.append(objectHeader([{ type: message.symbolTable, body: table }, ...attributes])) };
}

function writeArray(file: GrowingFile, { shape, values }: StoredArray): number {
  const data = new Bytes(values.length * 4);
  for (const value of values) data.f32(value);
  const address = values.length > 0 ? file.append(data) : undefinedAddress;
  return file.append(
    objectHeader([
      { type: message.dataspace, body: dataspace(shape) },
      { type: message.datatype, body: new Bytes(20).u8(0x11, 0x20, 0x1f, 0).u32(4).u16(0).u16(32).u8(23, 8, 0, 23).u32(127) },
      { type: message.fill, body: new Bytes(8).u8(2, 2, 2, 1).u32(0) },
      {
        type: message.layout,
        body: new Bytes(18)
          .u8(3, 1)
          .u64(address)
          .u64(values.length * 4),
      },
    ]),
  );
}

function dataspace(shape: readonly number[]): Bytes {
  const out = new Bytes(8 + 8 * shape.length).u8(1, shape.length, 0, 0).u32(0);
  for (const extent of shape) out.u64(extent);
  return out;
}

function attribute(name: string, text: Hdf5Text, heap: TextHeap): Bytes {
  const title = new TextEncoder().encode(name);
  const space = dataspace(typeof text === 'string' ? [] : [text.length]);
  const texts = typeof text === 'string' ? [text] : text;
  const out = new Bytes(8 + padded(title.length + 1) + 24 + padded(space.whole().length) + texts.length * 16);
  out
    .u8(1, 0)
    .u16(title.length + 1)
    .u16(24)
    .u16(space.whole().length);
  out.raw(title).skip(padded(title.length + 1) - title.length);
  // A variable-length UTF-8 string over characters of one byte.
  out.u8(0x19, 0x01, 0x01, 0).u32(16).u8(0x13, 0x10, 0, 0).u32(1).skip(8);
  out.raw(space.whole()).skip(padded(space.whole().length) - space.whole().length);
  for (const one of texts) {
    const bytes = new TextEncoder().encode(one).length;
    if (bytes === 0) out.u32(0).u64(0).u32(0);
    else
      out
        .u32(bytes)
        .u64(heap.address)
        .u32(heap.numbers.get(one) ?? 0);
  }
  return out;
}

function objectHeader(messages: readonly { readonly type: number; readonly body: Bytes }[]): Bytes {
  const bytes = messages.reduce((sum, { body }) => sum + 8 + padded(body.whole().length), 0);
  const out = new Bytes(16 + bytes).u8(1, 0).u16(messages.length).u32(1).u32(bytes).u32(0);
  for (const { type, body } of messages) {
    const length = body.whole().length;
    if (length > 65_528) throw new Error('an HDF5 header message holds 64 KiB at most');
    out.u16(type).u16(padded(length)).u8(0, 0, 0, 0);
    out.raw(body.whole()).skip(padded(length) - length);
  }
  return out;
}

function writeTexts(file: GrowingFile, root: Hdf5Group): TextHeap {
  const texts = new Set<string>();
  const collect = (group: Hdf5Group): void => {
    for (const text of group.attributes.values()) for (const one of typeof text === 'string' ? [text] : text) if (one !== '') texts.add(one);
    for (const inner of group.groups.values()) collect(inner);
  };
  collect(root);
  if (texts.size > 65_000) throw new Error('an HDF5 heap holds 65,535 texts at most');
  const encoded = [...texts].map((text) => new TextEncoder().encode(text));
  const filled = encoded.reduce((sum, bytes) => sum + 16 + padded(bytes.length), 16);
  const size = Math.max(leastHeapBytes, filled + 16);
  const out = new Bytes(size).text('GCOL').u8(1, 0, 0, 0).u64(size);
  for (const [at, bytes] of encoded.entries()) {
    out
      .u16(at + 1)
      .u16(0)
      .u32(0)
      .u64(bytes.length);
    out.raw(bytes).skip(padded(bytes.length) - bytes.length);
  }
  // What is left over is object 0.
  out
    .u16(0)
    .u16(0)
    .u32(0)
    .u64(size - filled);
  return { address: file.append(out), numbers: new Map([...texts].map((text, at) => [text, at + 1])) };
}

const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;
/** Children a B-tree node has room for, in every group of the file. */
const nodeChildren = (members: number): number => Math.max(leastNodeChildren, 2 * Math.ceil(members / leafEntries / 2));

function widestGroup(group: Hdf5Group): number {
  return Math.max(group.arrays.size + group.groups.size, ...[...group.groups.values()].map(widestGroup));
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) if (a[at] !== b[at]) return (a[at] ?? 0) - (b[at] ?? 0);
  return a.length - b.length;
}

/** Little-endian bytes of a known length, written from the front; the rest stays zero. */
class Bytes {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  at = 0;
  constructor(length: number) {
    this.#bytes = new Uint8Array(length);
    this.#view = new DataView(this.#bytes.buffer);
  }
  whole(): Uint8Array {
    return this.#bytes;
  }
  skip(bytes: number): this {
    this.at += bytes;
    return this;
  }
  raw(bytes: Uint8Array): this {
    this.#bytes.set(bytes, this.at);
    return this.skip(bytes.length);
  }
  text(ascii: string): this {
    return this.raw(Uint8Array.from(ascii, (character) => character.charCodeAt(0)));
  }
  u8(...values: readonly number[]): this {
    return this.raw(Uint8Array.from(values));
  }
  u16(value: number): this {
    this.#view.setUint16(this.at, value, true);
    return this.skip(2);
  }
  u32(value: number): this {
    this.#view.setUint32(this.at, value, true);
    return this.skip(4);
  }
  u64(value: number | bigint): this {
    this.#view.setBigUint64(this.at, BigInt(value), true);
    return this.skip(8);
  }
  f32(value: number): this {
    this.#view.setFloat32(this.at, value, true);
    return this.skip(4);
  }
}

/** Blocks one behind the other, each at an address that is a multiple of 8. */
class GrowingFile {
  readonly #blocks: Uint8Array[] = [];
  length = 0;
  append(block: Bytes): number {
    const address = this.length;
    const bytes = new Uint8Array(padded(block.whole().length));
    bytes.set(block.whole());
    this.#blocks.push(bytes);
    this.length += bytes.length;
    return address;
  }
  overwrite(block: number, bytes: Bytes): void {
    this.#blocks[block]?.set(bytes.whole());
  }
  whole(): Uint8Array {
    const whole = new Uint8Array(this.length);
    let at = 0;
    for (const block of this.#blocks) {
      whole.set(block, at);
      at += block.length;
    }
    return whole;
  }
}

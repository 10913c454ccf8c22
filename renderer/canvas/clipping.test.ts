import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../shared/graph/applyEdit.ts';
import { newDocument } from '../../shared/graph/createDocument.ts';
import { templates } from '../../shared/templates/templates.ts';
import { clip, insertClipping, readClipping, writeClipping } from './clipping.ts';

const vae = templates['vae-dense'].build();
const everything = { nodes: Object.keys(vae.nodes), notes: vae.notes.map(({ id }) => id) };

describe('clipping', () => {
  it('carries a whole graph through text into another document: nodes, wires, groups, notes and their places', () => {
    const clipping = clip(vae, everything);
    const read = readClipping(writeClipping(clipping ?? newDocument('')));
    expect(read.issues).toEqual([]);
    const empty = newDocument('other');
    const { commands } = insertClipping(empty, read.value ?? empty, { x: 1000, y: 500 });
    const pasted = applyEdit(empty, commands).value?.document;
    const kinds = (document: typeof vae | undefined): unknown =>
      Object.values(document?.nodes ?? {})
        .map(({ kind, name, params }) => ({ kind, name, params }))
        .toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
    expect(kinds(pasted)).toEqual(kinds(vae));
    expect(pasted?.edges.length).toBe(vae.edges.length);
    expect(pasted?.groups.map(({ name, members }) => [name, members.length])).toEqual(vae.groups.map(({ name, members }) => [name, members.length]));
    expect(pasted?.notes.map(({ text }) => text)).toEqual(vae.notes.map(({ text }) => text));
    const corner = [...Object.values(pasted?.layout.nodes ?? {}), ...Object.values(pasted?.layout.notes ?? {})];
    expect(Math.min(...corner.map(({ x }) => x))).toBe(1000);
    expect(Math.min(...corner.map(({ y }) => y))).toBe(500);
  });

  it('takes only wires between what is copied, and only whole groups', () => {
    const [group] = vae.groups;
    const member = group?.members[0] ?? '';
    const part = clip(vae, { nodes: [member], notes: [] });
    expect(part?.edges).toEqual([]);
    expect(part?.groups).toEqual([]);
    const whole = clip(vae, { nodes: group?.members ?? [], notes: [] });
    expect(whole?.groups.map(({ id }) => id)).toEqual([group?.id]);
    expect(whole?.edges.every(({ from, to }) => group?.members.includes(from.node) && group.members.includes(to.node))).toBe(true);
  });

  it('copies nothing of nothing', () => {
    expect(clip(vae, { nodes: [], notes: [] })).toBeNull();
    expect(clip(vae, { nodes: ['no-such-node'], notes: [] })).toBeNull();
  });

  it('unlocks copies, so that they can be moved', () => {
    const id = everything.nodes[0] ?? '';
    const locked = applyEdit(vae, [{ do: 'setLocked', node: id, locked: true }]).value?.document ?? vae;
    const clipping = clip(locked, { nodes: [id], notes: [] });
    const { commands, nodes } = insertClipping(locked, clipping ?? locked, { x: 0, y: 0 });
    expect(applyEdit(locked, commands).value?.document.nodes[nodes[0] ?? '']?.locked).toBeUndefined();
  });

  it.each([
    ['plain words', 'document-not-json'],
    ['{"format":"figma"}', 'document-format'],
    ['{"format":"hourglass","version":99}', 'document-newer'],
    [writeClipping({ ...newDocument('x'), edges: [{ id: 'w', from: { node: 'a', port: 'out' }, to: { node: 'b', port: 'in' } }] }), 'document-wire-loose'],
  ])('refuses %s', (text, code) => {
    const { value, issues } = readClipping(text);
    expect(value).toBeUndefined();
    expect(issues.map((found) => found.code)).toContain(code);
  });
});

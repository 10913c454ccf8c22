import { describe, expect, it } from 'vitest';
import { applyEdit } from '../graph/applyEdit.ts';
import { canConnect, portsOf } from '../graph/canConnect.ts';
import type { GraphDoc } from '../graph/document.ts';
import { describeIssue } from '../messages/describeIssue.ts';
import { languages } from '../messages/language.ts';
import { templateIds, templates } from '../templates/templates.ts';
import { analyseDocument } from './analyse.ts';
import type { Issue } from './issue.ts';

/** The same document with ids that no prose would hold by chance. */
function disguised(document: GraphDoc): GraphDoc {
  const ids = new Map(Object.keys(document.nodes).map((id, place) => [id, `qx${place}`]));
  const as = (id: string): string => ids.get(id) ?? id;
  const renamed = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).map(([id, value]) => [as(id), value]));
  return {
    ...document,
    nodes: renamed(document.nodes),
    edges: document.edges.map(({ id, from, to }) => ({ id, from: { ...from, node: as(from.node) }, to: { ...to, node: as(to.node) } })),
    groups: document.groups.map((group) => ({ ...group, id: `qg-${group.id}`, members: group.members.map(as) })),
    layout: { ...document.layout, nodes: renamed(document.layout.nodes) },
  };
}

/** A document and those that came of it by one careless act: a wire or a name lost, a wire too many, a value out of range. */
function mishaps(document: GraphDoc): readonly GraphDoc[] {
  const nameless = { ...document, nodes: Object.fromEntries(Object.entries(document.nodes).map(([id, node]) => [id, { ...node, name: undefined }])) };
  const wireless = nameless.edges.map(({ id }) => ({ ...nameless, edges: nameless.edges.filter((edge) => edge.id !== id) }));
  const turned = nameless.edges.map(({ from, to }) => ({
    ...nameless,
    edges: [...nameless.edges, { id: 'extra', from: { node: to.node, port: 'out' }, to: { node: from.node, port: 'in' } }],
  }));
  const broken = Object.entries(nameless.nodes).flatMap(([id, node]) =>
    Object.keys(node.params).map((param) => ({ ...nameless, nodes: { ...nameless.nodes, [id]: { ...node, params: { ...node.params, [param]: -7.5 } } } })),
  );
  return [document, nameless, ...wireless, ...turned, ...broken];
}

function expectNoIds(issues: readonly Issue[]): void {
  for (const found of issues) {
    for (const language of languages) {
      const { message, hint } = describeIssue(found, language);
      expect(`${message} ${hint}`, `${found.code} ${language}`).not.toMatch(/q[xg]|\{\w+\}|\[object/);
    }
  }
}

describe('a message names what it speaks of as the reader sees it', () => {
  it.each(templateIds)('in the analysis of %s and what may become of it: no id', (id) => {
    const issues = mishaps(disguised(templates[id].build())).flatMap((document) => analyseDocument(document).issues);
    expect(issues.length).toBeGreaterThan(20);
    expectNoIds(issues);
  });

  it('in what stands against any wire: no id', () => {
    const document = disguised(templates['cvae-dense'].build());
    const ids = Object.keys(document.nodes);
    const outputs = ids.flatMap((node) => portsOf(document, node, 'outputs').map(({ name }) => ({ node, port: name })));
    const inputs = ids.flatMap((node) => portsOf(document, node, 'inputs').map(({ name }) => ({ node, port: name })));
    const issues = outputs.flatMap((from) => inputs.flatMap((to) => [...canConnect(document, from, to), ...canConnect(document, to, from)]));
    expect(new Set(issues.map(({ code }) => code)).size).toBeGreaterThan(4);
    expectNoIds(issues);
  });

  it('in a refused edit: no id, and the same node in each language', () => {
    const { document } = applyEdit(disguised(templates['2-cnn'].build()), [{ do: 'setLocked', node: 'qx1', locked: true }]).value!;
    const refused = [
      ...applyEdit(document, [{ do: 'moveNodes', to: { qx1: { x: 0, y: 0 } } }]).issues,
      ...applyEdit(document, [{ do: 'setParam', node: 'qx3', param: 'filters', value: -1 }]).issues,
      ...applyEdit(document, [{ do: 'setParam', node: 'qx3', param: 'filter', value: 1 }]).issues,
      ...applyEdit(document, [{ do: 'connect', id: 'w', from: { node: 'qx5', port: 'out' }, to: { node: 'qx5', port: 'in' } }]).issues,
      ...applyEdit(document, [{ do: 'connect', id: 'w', from: { node: 'qx5', port: 'up' }, to: { node: 'qx6', port: 'in' } }]).issues,
    ];
    expect(refused.map(({ code }) => code)).toEqual(['edit-node-locked', 'edit-param-refused', 'edit-param-unknown', 'edit-wire-self', 'edit-port-unknown']);
    expectNoIds(refused);
    expect(refused[0]?.at.node).toBe('qx1');
    const [locked, value] = refused;
    expect(locked && describeIssue(locked, 'en').message).toContain('“Conv 2D”');
    expect(locked && describeIssue(locked, 'zh').message).toContain('“二维卷积”');
    expect(value && describeIssue(value, 'en').message).toContain('“Filters”');
    expect(value && describeIssue(value, 'zh').message).toContain('“滤波器数”');
  });

  it('by the name the user gave, in both languages', () => {
    const { document } = applyEdit(templates['vae-dense'].build(), [
      { do: 'renameNode', node: 'heads', name: 'My posterior' },
      { do: 'disconnect', ids: ['w2'] },
    ]).value!;
    const unfed = analyseDocument(document).issues.find(({ at }) => at.node === 'heads');
    expect(unfed?.code).toBe('port-unfed');
    expect(unfed && describeIssue(unfed, 'en').message).toBe('Nothing is connected to the input “Input” of “My posterior”.');
    expect(unfed && describeIssue(unfed, 'zh').message).toBe('“My posterior”的输入端口“输入”没有连接。');
  });

  it('where a wire ends: with its port where the node has several', () => {
    const document = templates['vae-dense'].build();
    const [gives] = canConnect(document, { node: 'heads', port: 'mean' }, { node: 'loss', port: 'target' });
    expect(gives && describeIssue(gives, 'en').message).toContain('“Negative ELBO · Target” takes one wire; the wire from “Image” gives way');
    const [circle] = canConnect(document, { node: 'decode', port: 'out' }, { node: 'encode', port: 'in' });
    expect(circle && describeIssue(circle, 'en').message).toContain('Encode → Posterior → z → Decode → Encode');
  });
});

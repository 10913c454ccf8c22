import { expect, test } from 'vitest';
import { analyseDocument } from '../../shared/check/analyse.ts';
import { templates } from '../../shared/templates/templates.ts';
import { createSceneDeriver } from './deriveScene.ts';
import { outlineRows } from './outlineRows.ts';
import type { OutlineRow } from './outlineRows.ts';

const document = templates['vae-dense'].build();
const scene = createSceneDeriver()(document, analyseDocument(document));
const named = (row: OutlineRow): string => (row.what === 'group' ? `[${row.group.name}]` : row.what === 'node' ? row.view.id : '–');

test('groups and nodes stand in the order in which data flows, each once', () => {
  const rows = outlineRows(scene, document.edges, new Set());
  expect(rows.filter(({ level }) => level === 1).map(named)).toEqual(['input', '[Encoder]', 'sample', '[Decoder]', 'loss']);
  expect(
    rows
      .filter(({ what }) => what === 'node')
      .map(named)
      .toSorted(),
  ).toEqual(Object.keys(document.nodes).toSorted());
  for (const row of rows.filter(({ level }) => level === 2)) expect(rows.find(({ key }) => key === row.parent)?.what).toBe('group');
});

test('a closed group hides its nodes, an opened node shows its ports', () => {
  const [first] = scene.groups;
  if (!first) throw new Error('the template has no group');
  const closed = outlineRows(scene, document.edges, new Set([`group ${first.id}`]));
  expect(closed.map(named)).not.toContain(first.members[0]);
  expect(outlineRows(scene, document.edges, new Set(['node loss'])).filter(({ parent }) => parent === 'node loss').length).toBeGreaterThan(1);
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { templates } from '../../../shared/templates/templates.ts';
import { createRunFolder } from './runFolder.ts';
import { createRunHistory } from './runHistory.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hourglass-history-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('a run keeps the title it is given, until an empty one takes it away; one that cannot be read is none', async () => {
  const document = templates['vae-dense'].build();
  const folder = join(root, 'runs', 'a');
  await createRunFolder(folder, { id: 'a', document });
  const history = createRunHistory(root);
  const titles = async () => (await history.list(root, new Map())).value?.map(({ title, name }) => ({ title, name }));
  expect(await titles()).toEqual([{ title: null, name: document.name }]);
  await history.rename(folder, '  β = 4 ');
  expect(await titles()).toEqual([{ title: 'β = 4', name: document.name }]);
  await history.rename(folder, ' ');
  expect(await titles()).toEqual([{ title: null, name: document.name }]);
  await history.rename(folder, 'x');
  await writeFile(join(folder, 'title.json'), '{');
  expect(await titles()).toEqual([{ title: null, name: document.name }]);
});

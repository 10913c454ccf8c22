import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepBuild, removeBuild, restoreBuild } from './addonFiles.ts';

let folder = '';
let built = '';
let cached = '';
let fresh = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hourglass-build-'));
  [built, cached, fresh] = [join(folder, 'built'), join(folder, 'cache/tensorflow/key'), join(folder, 'fresh')];
  await mkdir(join(built, 'lib/napi-v8'), { recursive: true });
  await mkdir(join(built, 'deps/lib'), { recursive: true });
  await mkdir(fresh);
  await writeFile(join(built, 'lib/napi-v8/tfjs_binding.node'), 'addon');
  await writeFile(join(built, 'deps/lib/libtensorflow_cc.so.2'), 'library');
  await symlink('libtensorflow_cc.so.2', join(built, 'deps/lib/libtensorflow.so'));
});

afterEach(async () => rm(folder, { recursive: true, force: true }));

test('a kept build comes back whole, and the one that it was made from may go', async () => {
  await keepBuild(built, cached, '2.21.0');
  await removeBuild(built);
  expect(await restoreBuild(cached, fresh)).toBe('2.21.0');
  expect(await readFile(join(fresh, 'lib/napi-v8/tfjs_binding.node'), 'utf8')).toBe('addon');
  expect(await readFile(join(fresh, 'deps/lib/libtensorflow_cc.so.2'), 'utf8')).toBe('library');
  expect(await readlink(join(fresh, 'deps/lib/libtensorflow.so'))).toBe('libtensorflow_cc.so.2');
});

test('a newer build replaces the kept one, and nothing half-made stays', async () => {
  await keepBuild(built, cached, '2.20.0');
  await keepBuild(built, cached, '2.21.0');
  expect(await restoreBuild(cached, fresh)).toBe('2.21.0');
  expect(await readdir(join(cached, '..'))).toEqual(['key']);
});

test.each(['no cache', 'changed file', 'missing file', 'broken manifest'])('%s: nothing is restored, the package is left as it was', async (fault) => {
  await writeFile(join(fresh, 'mine'), 'kept');
  if (fault !== 'no cache') await keepBuild(built, cached, '2.21.0');
  const library = join(cached, 'deps/lib/libtensorflow_cc.so.2');
  if (fault === 'changed file') {
    await rm(library);
    await writeFile(library, 'Library');
  }
  if (fault === 'missing file') await rm(library);
  if (fault === 'broken manifest') await writeFile(join(cached, 'manifest.json'), '{"tensorflow":"2.21.0","files":[{}');
  expect(await restoreBuild(cached, fresh)).toBeUndefined();
  expect(await readdir(fresh)).toEqual(['mine']);
});

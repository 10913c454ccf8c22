import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { carriedNode } from './carriedNode.mjs';
import { ensurePage } from './ensurePage.mjs';
import { root } from './ensureReady.mjs';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hourglass-start-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('npm start serves the page, says that Electron is not there, and ends cleanly at the first signal', { timeout: 120_000 }, async () => {
  const child = spawn(process.execPath, [join(root, 'tools/boot/start.mjs'), '--port', '0'], {
    cwd: folder,
    // CI: nobody sits at a screen, so nothing is opened.
    env: { ...process.env, CI: 'true', LANG: 'C', XDG_DATA_HOME: join(folder, 'home') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  let stdout = '',
    stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(stdout);
      if (found) resolve(found[0]);
    });
    void ended.then((code) => reject(new Error(`it ended with ${code}: ${stderr}`)));
  });
  expect(stderr).toContain('Electron is not installed here');
  const first = await fetch(url);
  const cookie = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const page = await (await fetch(new URL('/', url), { headers: { cookie } })).text();
  const [, script = ''] = /src="\.\/(assets\/[\w-]+\.js)"/.exec(page) ?? [];
  expect((await fetch(new URL(`/${script}`, url), { headers: { cookie } })).status).toBe(200);
  child.kill('SIGINT');
  expect(await ended).toBe(0);
});

/** A small repository with a page of its own and this one's packages. */
async function makeRepository(): Promise<string> {
  const small = await mkdtemp(join(folder, 'repository-'));
  await Promise.all([mkdir(join(small, 'renderer')), mkdir(join(small, 'shared'))]);
  await symlink(join(root, 'node_modules'), join(small, 'node_modules'), 'junction');
  await cp(join(root, 'package.json'), join(small, 'package.json'));
  await writeFile(join(small, 'package-lock.json'), '{}');
  await writeFile(join(small, 'renderer/index.html'), '<!doctype html><script type="module" src="./main.ts"></script>');
  await writeFile(join(small, 'renderer/main.ts'), `import { word } from '../shared/word.ts'; document.title = word;`);
  await writeFile(join(small, 'shared/word.ts'), `export const word: string = 'first';`);
  await writeFile(join(small, 'renderer/vite.config.ts'), `export default { root: import.meta.dirname, base: './', build: { emptyOutDir: true } };`);
  return small;
}

test('the page is built when its sources have changed, and only then; one that cannot be built leaves the old one', { timeout: 60_000 }, async () => {
  const said: string[] = [];
  const small = await makeRepository(),
    node = carriedNode(root) ?? process.execPath;
  const builtOf = async (): Promise<string> => {
    const [, script = ''] = /src="\.\/(assets\/[^"]+)"/.exec(await readFile(join(small, 'dist/renderer/index.html'), 'utf8')) ?? [];
    return readFile(join(small, 'dist/renderer', script), 'utf8');
  };
  const timed = async (): Promise<{ ok: boolean; ms: number }> => {
    const startedMs = performance.now();
    return { ok: await ensurePage(small, node, (line) => said.push(line)), ms: performance.now() - startedMs };
  };
  expect((await timed()).ok).toBe(true);
  expect(await builtOf()).toContain('first');
  const stamp = await readFile(join(small, 'dist/renderer.stamp'), 'utf8');

  await writeFile(join(small, 'shared/word.test.ts'), 'export {};');
  expect((await timed()).ms).toBeLessThan(1000);
  expect(await readFile(join(small, 'dist/renderer.stamp'), 'utf8')).toBe(stamp);

  await writeFile(join(small, 'shared/word.ts'), `export const word: string = 'second';`);
  expect((await timed()).ok).toBe(true);
  expect(await builtOf()).toContain('second');

  await writeFile(join(small, 'shared/word.ts'), 'export const word = ;');
  expect((await timed()).ok).toBe(false);
  expect(said.at(-1)).toContain('shared/word.ts');
  expect(await builtOf()).toContain('second');
});

test('a start with a page that is built adds less than two seconds for looking', async () => {
  const node = carriedNode(root) ?? process.execPath;
  expect(await ensurePage(root, node)).toBe(true);
  const startedMs = performance.now();
  await ensurePage(root, node);
  expect(performance.now() - startedMs).toBeLessThan(2000);
});

import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { repository } from '../directions/checkDirections.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hourglass-spawn-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

/** Runs an entry through spawnNode in a process of its own; `signal` is sent to that process once it has printed `ready`. */
async function through(
  entry: string,
  options: { stdoutToStderr?: boolean; signal?: NodeJS.Signals; input?: string } = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  await writeFile(join(folder, 'entry.ts'), entry);
  const boot = `import { spawnNode } from ${JSON.stringify(pathToFileURL(join(repository, 'tools/boot/spawnNode.mjs')).href)};
    process.exitCode = await spawnNode(process.execPath, [${JSON.stringify(join(folder, 'entry.ts'))}, 'one', '--two'], ${JSON.stringify({ stdoutToStderr: options.stdoutToStderr ?? false })});`;
  await writeFile(join(folder, 'boot.mjs'), boot);
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'boot.mjs')], { stdio: 'pipe' });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (options.signal !== undefined && text.includes('ready')) child.kill(options.signal);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdin.end(options.input ?? '');
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

test('arguments, streams and exit code pass through, and TypeScript runs without a word on stderr', async () => {
  const entry = `const args: string[] = process.argv.slice(2); for await (const chunk of process.stdin) args.push(String(chunk)); console.log(JSON.stringify(args)); process.exitCode = 3;`;
  expect(await through(entry, { input: 'typed' })).toEqual({ code: 3, stdout: '["one","--two","typed"]\n', stderr: '' });
});

test('what set-up prints stays off stdout', async () => {
  expect(await through(`console.log('progress')`, { stdoutToStderr: true })).toEqual({ code: 0, stdout: '', stderr: 'progress\n' });
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s reaches the entry, which may end in its own way', async (signal) => {
  const entry = `process.once('${signal}', () => { console.log('stopping'); process.exit(5); }); setInterval(() => undefined, 1000); console.log('ready');`;
  expect(await through(entry, { signal })).toMatchObject({ code: 5, stdout: 'ready\nstopping\n' });
});

test('an entry that a signal kills gives 128 + its number', async () => {
  expect(await through(`process.kill(process.pid, 'SIGKILL'); setInterval(() => undefined, 1000);`)).toMatchObject({ code: 137 });
});

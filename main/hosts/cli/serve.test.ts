import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createClient } from '../../../shared/protocol/client.ts';
import type { RunState } from '../../../shared/run/runState.ts';
import { templates } from '../../../shared/templates/templates.ts';
import { z } from '../../../shared/z.ts';
import { openSocket } from '../web/testing/openSocket.ts';

const root = process.cwd();
const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

const serving = z.object({ event: z.literal('serving'), url: z.url(), port: z.int() });

test('a signal stops the run in progress with a checkpoint, tells the pages so, and ends the host', { timeout: 120_000 }, async () => {
  const home = await mkdtemp(join(tmpdir(), 'hourglass-serve-'));
  folders.push(home);
  const child = spawn(process.execPath, [join(root, 'tools/boot/hourglass.mjs'), 'serve', '--port', '0', '--no-open', '--json'], {
    cwd: home,
    env: { ...process.env, LANG: 'C', XDG_DATA_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '',
    stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout.includes('\n')) resolve(stdout.slice(0, stdout.indexOf('\n')));
    });
    void ended.then((code) => reject(new Error(`it ended with ${code}: ${stderr}`)));
  });
  const { url, port } = serving.parse(JSON.parse(line));

  const token = new URL(url).searchParams.get('token') ?? '';
  const socket = await openSocket(`ws://127.0.0.1:${port}/ws`, { cookie: `hourglass-${port}=${token}`, origin: `http://127.0.0.1:${port}` });
  if (!socket) throw new Error('turned away');
  const client = createClient({ channel: socket.channel });
  await client.hello();
  const document = templates['vae-dense'].build();
  const long = { ...document, training: { ...document.training, epochs: 500, batchSize: 16 }, data: { ...document.data, limit: 3000 } };
  const begun = await client.call('train', { document: long, folder: null, project: null });
  const states: RunState[] = [];
  const trains = Promise.withResolvers<void>(),
    stopped = Promise.withResolvers<void>();
  await client.watch(begun.value?.run ?? '', ({ event, state }) => {
    states.push(state);
    if (event?.event === 'batch') trains.resolve();
    if (state.status === 'stopped') stopped.resolve();
  });
  await trains.promise;
  child.kill('SIGINT');
  await stopped.promise;
  expect(await ended).toBe(0);

  const at = states.at(-1)?.start?.folder ?? '';
  expect(at.startsWith(join(home, 'hourglass/runs/'))).toBe(true);
  expect((await readdir(join(at, 'checkpoints'))).length).toBeGreaterThan(0);
  expect((await readFile(join(at, 'events.jsonl'), 'utf8')).trim().split('\n').at(-1)).toContain('"reason":"stopped"');
});

import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { removeBuild } from './addonFiles.ts';
import { loadAddon } from './loadAddon.ts';
import type { RungEnd } from './nativeTensorflow.ts';
import { reasonIn, runProgram } from './runProgram.ts';

/** What is asked before the install script may try, since that script waits for minutes where the host is not reachable; in milliseconds. */
const reachMs = 6_000;

/**
 * Runs tfjs-node's own install script, which downloads TensorFlow 2.9 and a ready-made addon; first asks whether its host answers at all.
 * @param packageFolder of tfjs-node
 */
export async function downloadOwnBuild(packageFolder: string, say: (line: string) => void): Promise<RungEnd> {
  const host = process.env['TFJS_NODE_CDN_STORAGE'] ?? process.env['CDN_STORAGE'] ?? 'https://storage.googleapis.com/';
  const unreachable = await whyUnreachable(host);
  if (unreachable !== undefined) {
    return {
      ok: false,
      reason: { en: `the host of tfjs-node's libraries is not reachable (${unreachable})`, zh: `无法连接 tfjs-node 程序库的主机（${unreachable}）` },
    };
  }

  say("  downloading TensorFlow 2.9 by tfjs-node's own script");
  await removeBuild(packageFolder);
  const end = await runProgram(process.execPath, ['scripts/install.js', 'cpu', 'download'], {
    cwd: packageFolder,
    runningMs: 1_800_000,
    silenceMs: 60_000,
    // The script calls node-pre-gyp by name.
    env: { PATH: [preGypFolder(packageFolder), dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter) },
  });
  const loaded = await loadAddon(packageFolder);
  if (loaded.ok)
    return {
      ok: true,
      version: loaded.version,
      reason: { en: `TensorFlow ${loaded.version} by tfjs-node's own script`, zh: `TensorFlow ${loaded.version}，由 tfjs-node 自带的脚本下载` },
    };
  await removeBuild(packageFolder);
  if (end.ok) return loaded;
  const why = reasonIn(end.output);
  return { ok: false, reason: { en: `tfjs-node's script failed: ${why}`, zh: `tfjs-node 的脚本失败：${why}` } };
}

/** In one phrase why a host does not answer; undefined where it does. Asks in a child process, since only there the proxy variables count. */
async function whyUnreachable(host: string): Promise<string | undefined> {
  const question = `fetch(process.argv[1], { method: 'HEAD', signal: AbortSignal.timeout(${reachMs}) })
    .then((r) => (r.status >= 500 || r.status === 407 ? 'status ' + r.status : ''), (e) => e.cause?.code ?? e.name)
    .then((why) => { console.log(why); process.exit(why === '' ? 0 : 1); })`;
  const end = await runProgram(process.execPath, ['-e', question, host], { runningMs: reachMs + 2_000, env: { NODE_USE_ENV_PROXY: '1' } });
  return end.ok ? undefined : reasonIn(end.output);
}

function preGypFolder(packageFolder: string): string {
  const manifest = createRequire(join(packageFolder, 'package.json')).resolve('@mapbox/node-pre-gyp/package.json');
  return join(dirname(manifest), '../../.bin');
}

// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * A Python with Keras, or the reason why there is none.
 * @typedef {{ ok: true, path: string, versions: Readonly<Record<string, string>> } | { ok: false, reason: string }} PeerPython
 */

/** The packages whose versions a peer Python states, by the name under which Python imports them. */
export const peerModules = /** @type {const} */ (['keras', 'tensorflow', 'numpy', 'torch', 'onnx', 'onnxruntime', 'sklearn']);

/** The folder of the virtual environment that makePeer.mjs makes: $XDG_CACHE_HOME/hourglass/peer-python, or the same under ~/.cache. */
export function peerFolder() {
  const cache = process.env['XDG_CACHE_HOME'];
  return join(cache !== undefined && cache !== '' ? cache : join(homedir(), '.cache'), 'hourglass', 'peer-python');
}

/**
 * The interpreter of the virtual environment in `folder`.
 * @param {string} folder
 */
export function pythonIn(folder) {
  return process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}

// Asks the package metadata, which takes 0.1 s; to import TensorFlow takes 4 s.
const program = `
import importlib.util, json, sys
from importlib.metadata import packages_distributions, version
by_module = packages_distributions()
found = {m: version(by_module[m][0]) for m in sys.argv[1:] if importlib.util.find_spec(m) and by_module.get(m)}
print(json.dumps({**found, "python": ".".join(map(str, sys.version_info[:3]))}))
`;

/**
 * Asks one Python for what it holds.
 * @param {string} path of the interpreter, or a program name on PATH
 * @param {readonly string[]} needs modules without which it is of no use
 * @returns {PeerPython}
 */
function ask(path, needs) {
  const end = spawnSync(path, ['-c', program, ...peerModules], { encoding: 'utf8', timeout: 30_000 });
  if (end.error !== undefined) return { ok: false, reason: `${path} cannot be run (${end.error.message})` };
  if (end.status !== 0) return { ok: false, reason: `${path} does not answer (${end.stderr.trim().split('\n').at(-1) ?? ''})` };
  const versions = /** @type {Record<string, string>} */ (JSON.parse(end.stdout));
  const missing = needs.filter((module) => versions[module] === undefined);
  return missing.length > 0 ? { ok: false, reason: `${path} has no ${missing.join(', ')}` } : { ok: true, path, versions };
}

/**
 * Finds the Python against which Hourglass is held: HOURGLASS_PEER_PYTHON where that is set (and then no other), else the environment that
 * `npm run peer` makes, else python3 on PATH if it holds what is needed. Looks at package metadata only; imports nothing; about 0.1 s.
 * @param {readonly string[]} [needs] modules that must be there; by default keras and tensorflow
 * @returns {PeerPython}
 */
export function findPeerPython(needs = ['keras', 'tensorflow']) {
  const named = process.env['HOURGLASS_PEER_PYTHON'];
  if (named !== undefined && named !== '') {
    const answer = ask(named, needs);
    return answer.ok ? answer : { ok: false, reason: `HOURGLASS_PEER_PYTHON: ${answer.reason}` };
  }
  const own = pythonIn(peerFolder());
  const reasons = [];
  for (const path of existsSync(own) ? [own, 'python3'] : ['python3']) {
    const answer = ask(path, needs);
    if (answer.ok) return answer;
    reasons.push(answer.reason);
  }
  return { ok: false, reason: `${reasons.join('; ')}; \`npm run peer\` makes one` };
}

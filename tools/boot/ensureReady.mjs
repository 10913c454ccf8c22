// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { carriedNode } from './carriedNode.mjs';
import { installPackages, packagesMatchLockfile } from './installPackages.mjs';
import { withSetupLock } from './setupLock.mjs';
import { spawnNode } from './spawnNode.mjs';

/** The repository's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Version of the set-up report; a report of another version is set up again. */
const reportVersion = 1;

/** @param {string} line */
const say = (line) => void process.stderr.write(`hourglass: ${line}\n`);

/**
 * Brings the clone into a state in which everything runs (npm packages, native TensorFlow, digits), or ends the process with a reason.
 * Where the report of the last set-up still holds, this costs a few file reads. All output goes to stderr.
 * @param {{ again?: boolean }} [options] again: try native TensorFlow anew even where the last report says it is not to be had
 * @returns {Promise<string>} the Node binary to run on
 */
export async function ensureReady(options = {}) {
  // 1. The system's Node must be able to boot.
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    say(`this is Node ${process.versions.node}; hourglass needs 20.19 or newer to start (https://nodejs.org)`);
    process.exit(3);
  }
  const stamp = currentStamp();
  const ready = options.again === true ? undefined : readyNode(stamp);
  if (ready !== undefined) return ready;

  const outcome = await withSetupLock(join(root, '.hourglass/setup.lock'), say, () => setUp(stamp, options.again === true));
  if (outcome.node === undefined) process.exit(outcome.code);
  return outcome.node;
}

/**
 * @param {{ lockHash: string, buildTools: string }} stamp
 * @param {boolean} again
 * @returns {Promise<{ node: string } | { node: undefined, code: number }>} the Node to run on, or the code with which to end
 */
async function setUp(stamp, again) {
  // 2. Another process may have done it while this one waited.
  const doneMeanwhile = again ? undefined : readyNode(stamp);
  if (doneMeanwhile !== undefined) return { node: doneMeanwhile };

  // 3. npm packages, the carried Node among them.
  if (!packagesMatchLockfile(root) && !(await installPackages(root, say))) return { node: undefined, code: 3 };
  const node = carriedNode(root);
  if (node === undefined) {
    say(
      `npm did not bring the Node 24 for ${process.platform}-${process.arch} (an optional package): look at the network and run again, or start with a Node 24`,
    );
    return { node: undefined, code: 3 };
  }

  // 4. The rest runs on the carried Node, in TypeScript.
  const args = [join(root, 'tools/setup/setUp.ts'), JSON.stringify({ root, stamp })];
  const code = await spawnNode(node, args, { cwd: root, stdoutToStderr: true });
  return code === 0 ? { node } : { node: undefined, code };
}

/**
 * What a report must have been made for to hold still: the locked packages, and the tools that a native build needs.
 * @returns {{ lockHash: string, buildTools: string }}
 */
function currentStamp() {
  const lockHash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const buildTools = ['python3', 'pip3', 'g++', 'c++', 'clang++'].filter((tool) => folders.some((folder) => existsSync(join(folder, tool)))).join(' ');
  return { lockHash, buildTools };
}

/**
 * The Node to run on where the report of the last set-up holds.
 * @param {{ lockHash: string, buildTools: string }} stamp
 * @returns {string | undefined}
 */
function readyNode(stamp) {
  try {
    const report = JSON.parse(readFileSync(join(root, '.hourglass/setup.json'), 'utf8'));
    const node = carriedNode(root);
    const holds =
      report.version === reportVersion &&
      report.stamp.lockHash === stamp.lockHash &&
      (report.tensorflow.version !== null || report.stamp.buildTools === stamp.buildTools) &&
      [...report.files, 'node_modules/.package-lock.json'].every((file) => existsSync(join(root, file)));
    if (holds && report.tensorflow.version === null) {
      say('no native TensorFlow here: training runs on WebAssembly, many times slower (npm run -s hourglass -- doctor says why)');
    }
    return holds ? node : undefined;
  } catch {
    return undefined;
  }
}

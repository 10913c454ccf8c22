// @ts-check
// `npm run peer`: makes the Python against which Hourglass is held (Keras, and where to be had torch, ONNX and scikit-learn), outside the
// repository. Options: --fresh makes it anew; --torch takes torch from the public index too, which on Linux brings gigabytes of CUDA.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { findPeerPython, peerFolder, pythonIn } from './findPeerPython.mjs';
import { accountPipEnvironment, parsePipConfig, pipSources } from './pipSources.mjs';

// The environment is made whatever Python a user has named for the tests.
delete process.env['HOURGLASS_PEER_PYTHON'];
const folder = peerFolder();
const python = pythonIn(folder);
const environment = { ...process.env, ...accountPipEnvironment() };
const fresh = process.argv.includes('--fresh');
const torchFromAnywhere = process.argv.includes('--torch') || process.platform !== 'linux';
// The CPU build where it exists; elsewhere `tensorflow` is the CPU build.
const tensorflow = process.arch === 'x64' && process.platform !== 'darwin' ? 'tensorflow-cpu' : 'tensorflow';

process.exitCode = await makePeer();

async function makePeer() {
  // 1. Already there?
  const before = fresh ? undefined : findPeerPython();
  if (before?.ok === true && before.path === python) return report();
  // 2. An empty virtual environment. Half a one from an interrupted try is no use.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  const starter = ['python3', 'python'].find((name) => spawnSync(name, ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']).status === 0);
  if (starter === undefined) return refuse('There is no Python 3.10 or newer on PATH.');
  if (!(await runs(starter, ['-m', 'venv', folder]))) return refuse('Python could not make a virtual environment; on Debian: apt-get install python3-venv');
  // 3. TensorFlow and Keras, without which there is no peer.
  const sources = pipSources(parsePipConfig(spawnSync(python, ['-m', 'pip', 'config', 'list'], { env: environment, encoding: 'utf8' }).stdout));
  if (!(await installs([tensorflow, 'keras', 'numpy'], sources))) return refuse('pip could not install TensorFlow and Keras.');
  // 4. What later comparisons use; a peer without them still holds Keras.
  if (!(await installs(['onnx', 'onnxruntime', 'scikit-learn'], sources))) say('Without ONNX and scikit-learn.');
  if (!(await installs(['torch'], torchFromAnywhere ? sources : sources.filter((source) => source.local))))
    say('Without torch (`npm run peer -- --fresh --torch` asks the public index for it).');
  return report();
}

/**
 * Tries the sources in turn.
 * @param {readonly string[]} packages
 * @param {readonly import('./pipSources.mjs').PipSource[]} sources
 */
async function installs(packages, sources) {
  for (const source of sources) {
    say(`Installing ${packages.join(', ')} from ${source.what} …`);
    const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--only-binary=:all:', ...source.args, ...packages];
    if (await runs(python, args)) return true;
  }
  return false;
}

/** Imports everything once, which is the proof and writes the byte code, and says the versions. */
async function report() {
  const found = findPeerPython();
  if (!found.ok) return refuse(found.reason);
  const proof = await runs(python, ['-c', 'import keras, tensorflow']);
  if (!proof) return refuse('TensorFlow is installed but cannot be imported.');
  say(
    `${found.path}: ${Object.entries(found.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}`,
  );
  return 0;
}

/**
 * Whether a program ends well; its warnings about indexes that lack a package are left out, the rest of stderr is shown.
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<boolean>}
 */
function runs(program, args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: { TF_CPP_MIN_LOG_LEVEL: '2', ...environment }, stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
    child.once('error', () => resolve(false));
    child.once('close', (code) => {
      if (code !== 0)
        say(
          errors
            .split('\n')
            .filter((line) => line !== '' && !line.startsWith('WARNING: Location'))
            .slice(-8)
            .join('\n'),
        );
      resolve(code === 0);
    });
  });
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`${line}\n`);
}

/** @param {string} reason */
function refuse(reason) {
  say(reason);
  if (existsSync(folder) && !findPeerPython().ok) rmSync(folder, { recursive: true, force: true });
  return 1;
}

import { access, mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Text } from '../../shared/messages/language.ts';
import { removeBuild } from './addonFiles.ts';
import { loadAddon } from './loadAddon.ts';
import { planWheel, type RungEnd, type WheelProbes } from './nativeTensorflow.ts';
import { reasonIn, runProgram, type ProgramEnd } from './runProgram.ts';

/** Where a build works and what it may say. */
export interface WheelPlace {
  /** The repository's folder. */
  root: string;
  /** The tfjs-node package that gets the addon. */
  packageFolder: string;
  /** A folder of this build alone, removed when it ends. */
  workFolder: string;
  say: (line: string) => void;
}

/**
 * Builds tfjs-node's addon against the TensorFlow of a Python wheel. No Python TensorFlow is ever run: the wheel is a zip that holds the
 * library and its C headers, so any Python's wheel serves.
 */
export async function buildFromWheel(place: WheelPlace): Promise<RungEnd> {
  try {
    // 1. What is here, and what may be installed.
    const ready = await readyTools(place);
    if (!ready.ok) return ready;
    // 2. The wheel, by pip, from whatever index this machine's pip knows.
    await mkdir(place.workFolder, { recursive: true });
    const wheel = await downloadWheel(place);
    if (!wheel.ok) return wheel;
    // 3. The libraries and headers out of it; then the wheel goes.
    place.say('  unpacking TensorFlow and building its addon');
    const unpacked = await unpackWheel(wheel.path, place.workFolder);
    await rm(wheel.path, { force: true });
    if (!unpacked.ok) return unpacked;
    // 4. The addon, from the sources in the npm package.
    const compiled = await compileAddon(place, ready.compiler);
    if (!compiled.ok) return compiled;
    // 5. Into the package, and tried.
    await moveIntoPackage(place);
    const loaded = await loadAddon(place.packageFolder);
    if (!loaded.ok) {
      await removeBuild(place.packageFolder);
      return loaded;
    }
    return {
      ok: true,
      version: loaded.version,
      reason: {
        en: `TensorFlow ${loaded.version} of ${wheel.name}, addon built here`,
        zh: `${wheel.name} 中的 TensorFlow ${loaded.version}，附加模块在本机构建`,
      },
    };
  } finally {
    await rm(place.workFolder, { recursive: true, force: true });
  }
}

async function probe(root: string): Promise<WheelProbes & { compilerName: string | undefined }> {
  const compilerName = await firstOnPath(['g++', 'c++', 'clang++']);
  const pip = await runProgram('python3', ['-m', 'pip', '--version'], { runningMs: 20_000 });
  const disk = await statfs(root);
  return {
    platform: process.platform,
    python: (await firstOnPath(['python3'])) !== undefined,
    pip: pip.ok,
    compiler: compilerName !== undefined,
    compilerName,
    apt: (await firstOnPath(['apt-get'])) !== undefined,
    root: process.getuid?.() === 0,
    freeBytes: disk.bavail * disk.bsize,
  };
}

async function readyTools(place: WheelPlace): Promise<{ ok: true; compiler: string } | (RungEnd & { ok: false })> {
  let probes = await probe(place.root);
  let plan = planWheel(probes);
  if (plan.kind === 'install') {
    const failure = await installWithApt(plan.packages, place.say);
    if (failure !== undefined) return { ok: false, ...failure };
    probes = await probe(place.root);
    plan = planWheel(probes);
  }
  if (plan.kind === 'leave') return { ok: false, reason: plan.reason, ...(plan.command === undefined ? {} : { command: plan.command }) };
  if (plan.kind === 'install' || probes.compilerName === undefined)
    return { ok: false, reason: { en: 'apt-get said it installed what is missing, and it is still missing', zh: 'apt-get 报告已安装所缺部分，但仍然缺少' } };
  return { ok: true, compiler: probes.compilerName };
}

/** Installs Debian packages as root, and says so; undefined where it worked. */
async function installWithApt(packages: readonly string[], say: (line: string) => void): Promise<{ reason: Text; command: string } | undefined> {
  say(`  as root, installing Debian packages for the native build: ${packages.join(' ')}`);
  const network = ['-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=8', '-o', 'Acquire::https::Timeout=8'];
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const update = await runProgram('apt-get', [...network, 'update'], { runningMs: 300_000, silenceMs: 60_000, env });
  const install = await runProgram('apt-get', [...network, 'install', '-y', '--no-install-recommends', ...packages], {
    runningMs: 900_000,
    silenceMs: 120_000,
    env,
  });
  if (install.ok) return undefined;
  const why = reasonIn((update.ok ? install : update).output);
  return {
    reason: { en: `apt-get could not install ${packages.join(' ')}: ${why}`, zh: `apt-get 无法安装 ${packages.join(' ')}：${why}` },
    command: `apt-get update && apt-get install -y ${packages.join(' ')} && npm run setup`,
  };
}

/** Pythons to ask pip for where its own has no wheel. */
const otherPythons = ['3.12', '3.11', '3.13', '3.10'];

/** After this long without a byte, an index is taken as unreachable; in milliseconds. */
const silenceMs = 20_000;

type Downloaded = { ok: true; path: string; name: string } | { ok: false; reason: Text };

/**
 * Gets the wheel by pip. Where HOME points elsewhere than the account's own folder (a sandbox, a service), pip's settings under HOME may know
 * no index that this machine reaches; then the account's own settings are asked too.
 */
async function downloadWheel(place: WheelPlace): Promise<Downloaded> {
  const first = await searchWheel(place, {});
  const settings = first.ok ? undefined : await accountPipSettings();
  if (settings === undefined) return first;
  place.say("  pip finds no wheel by its settings under HOME; asking again by this account's own");
  return searchWheel(place, { PIP_CONFIG_FILE: settings });
}

async function accountPipSettings(): Promise<string | undefined> {
  const account = userInfo().homedir;
  if (account === homedir() || process.env['PIP_CONFIG_FILE'] !== undefined) return undefined;
  for (const file of ['.config/pip/pip.conf', '.pip/pip.conf']) {
    if (await exists(join(account, file))) return join(account, file);
  }
  return undefined;
}

/** Asks for this Python's wheel, then for those of others: no Python runs it. */
async function searchWheel(place: WheelPlace, env: Record<string, string>): Promise<Downloaded> {
  const names = process.arch === 'x64' ? ['tensorflow-cpu'] : ['tensorflow-cpu', 'tensorflow'];
  const startedMs = Date.now();
  for (const python of [undefined, ...otherPythons]) {
    for (const name of names) {
      const triedMs = Date.now();
      const end = await pipDownload(place, { name, python, env });
      const wheel = (await readdir(place.workFolder)).find((file) => file.endsWith('.whl'));
      if (end.ok && wheel !== undefined) {
        place.say(`  ${wheel} downloaded in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
        return { ok: true, path: join(place.workFolder, wheel), name: wheel };
      }
      if (end.limit !== undefined) {
        const { seconds } = end.limit;
        return {
          ok: false,
          reason: { en: `the Python package index sent nothing for ${seconds} s`, zh: `Python 软件包索引在 ${seconds} 秒内没有发送任何数据` },
        };
      }
      const why = pipReason(end.output);
      // An index that keeps one waiting will do so again; a refusal that came at once may be about this Python alone.
      if (Date.now() - triedMs > 4_000)
        return { ok: false, reason: { en: `the Python package index did not answer in time (${why})`, zh: `Python 软件包索引没有及时响应（${why}）` } };
      if (!/No matching distribution/.test(end.output)) return { ok: false, reason: { en: `pip failed: ${why}`, zh: `pip 失败：${why}` } };
    }
  }
  return {
    ok: false,
    reason: {
      en: `the Python package index is not reachable, or has no wheel of ${names.join(' or ')} for this machine`,
      zh: `无法连接 Python 软件包索引，或其中没有适合本机的 ${names.join(' 或 ')} wheel`,
    },
  };
}

function pipReason(output: string): string {
  return reasonIn(output).replace(/^ERROR: /, '');
}

async function pipDownload(place: WheelPlace, ask: { name: string; python: string | undefined; env: Record<string, string> }): Promise<ProgramEnd> {
  const args = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--no-input', '--no-cache-dir', '--disable-pip-version-check'];
  args.push('--progress-bar=off', '--retries=0', '--timeout=5', '-d', place.workFolder, ask.name);
  if (ask.python !== undefined) args.push(`--python-version=${ask.python}`);
  // pip collects the wheel under TMPDIR: there its growth is seen, and nothing is left elsewhere.
  const collecting = join(place.workFolder, 'pip');
  await mkdir(collecting, { recursive: true });
  let bytes = 0;
  let saidBytes = 0;
  const growth = setInterval(() => {
    void bytesIn(place.workFolder).then((now) => {
      bytes = now;
      if (now - saidBytes > 50e6) {
        saidBytes = now;
        place.say(`  downloading TensorFlow, ${Math.round(now / 1e6)} MB so far`);
      }
    });
  }, 500);
  try {
    return await runProgram('python3', args, { runningMs: 3_600_000, silenceMs, signOfLife: () => bytes, env: { ...ask.env, TMPDIR: collecting } });
  } finally {
    clearInterval(growth);
    await rm(collecting, { recursive: true, force: true });
  }
}

/** Takes the two libraries and the C headers out of the wheel; Python is there (pip runs on it) and unzips as a stream. */
const unpacker = `
import re, sys, zipfile
libraries = re.compile(r'tensorflow/libtensorflow_(cc|framework)\\.so\\.\\d+$')
headers = re.compile(r'tensorflow/include/(tensorflow/c/|tensorflow/core/|tensorflow/tsl/|tsl/|xla/tsl/c/|(.*/)?ctstring).*\\.h$')
with zipfile.ZipFile(sys.argv[1]) as wheel:
    for name in wheel.namelist():
        if libraries.match(name) or headers.match(name):
            wheel.extract(name, sys.argv[2])
`;

async function unpackWheel(wheel: string, workFolder: string): Promise<{ ok: true } | { ok: false; reason: Text }> {
  const end = await runProgram('python3', ['-c', unpacker, wheel, workFolder], { runningMs: 600_000 });
  if (end.ok) return { ok: true };
  const why = reasonIn(end.output);
  return { ok: false, reason: { en: `the wheel could not be unpacked: ${why}`, zh: `无法解开 wheel：${why}` } };
}

async function compileAddon(place: WheelPlace, compiler: string): Promise<{ ok: true } | { ok: false; reason: Text }> {
  const unpacked = join(place.workFolder, 'tensorflow');
  const libraries = (await readdir(unpacked)).filter((file) => file.startsWith('libtensorflow_'));
  if (libraries.length !== 2) {
    const found = libraries.length;
    return { ok: false, reason: { en: `the wheel holds ${found} of TensorFlow's 2 libraries`, zh: `wheel 中只有 TensorFlow 两个程序库中的 ${found} 个` } };
  }
  // The compiler itself, not node-gyp: two files need no build system, and node-gyp would fetch headers from nodejs.org.
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(place.packageFolder, 'binding', file));
  const folders = [place.packageFolder, join(unpacked, 'include'), join(place.root, 'node_modules/node-api-headers/include')];
  const flags = ['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8', ...folders.map((folder) => `-I${folder}`)];
  const linking = [`-L${unpacked}`, ...libraries.map((library) => `-l:${library}`), '-Wl,-rpath,$ORIGIN/../../deps/lib'];
  const addon = join(place.workFolder, 'tfjs_binding.node');
  const end = await runProgram(compiler, [...flags, ...sources, '-o', addon, ...linking], { runningMs: 300_000 });
  if (end.ok) return { ok: true };
  const why = reasonIn(end.output);
  return { ok: false, reason: { en: `${compiler} could not build the addon: ${why}`, zh: `${compiler} 无法构建附加模块：${why}` } };
}

async function moveIntoPackage(place: WheelPlace): Promise<void> {
  await removeBuild(place.packageFolder);
  const libraries = join(place.packageFolder, 'deps/lib');
  const addons = join(place.packageFolder, 'lib/napi-v8');
  await mkdir(libraries, { recursive: true });
  await mkdir(addons, { recursive: true });
  const unpacked = join(place.workFolder, 'tensorflow');
  for (const file of await readdir(unpacked)) {
    if (file.startsWith('libtensorflow_')) await rename(join(unpacked, file), join(libraries, file));
  }
  await rename(join(place.workFolder, 'tfjs_binding.node'), join(addons, 'tfjs_binding.node'));
}

async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isFile())
      bytes += await stat(join(entry.parentPath, entry.name)).then(
        (info) => info.size,
        () => 0,
      );
  }
  return bytes;
}

async function firstOnPath(programs: readonly string[]): Promise<string | undefined> {
  for (const program of programs) {
    for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
      if (await exists(join(folder, program))) return program;
    }
  }
  return undefined;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

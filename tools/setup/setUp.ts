import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from '../../shared/z.ts';
import { setupReportPath, type SetupReport } from '../../main/engine/tfjs/setupReport.ts';
import { cacheFolder, keepBuild, removeBuild, restoreBuild } from './addonFiles.ts';
import { loadAddon } from './loadAddon.ts';
import { climbLadder, type Rung, type RungEnd } from './nativeTensorflow.ts';
import { downloadOwnBuild } from './ownDownload.ts';
import { digitFiles, packDigits } from './packDigits.ts';
import { buildFromWheel } from './wheelBuild.ts';

/** What tools/boot hands over, as JSON in the first argument. */
const askedSchema = z.object({ root: z.string(), stamp: z.object({ lockHash: z.string(), buildTools: z.string() }) });
const packageSchema = z.object({ version: z.string() });

const addonPath = 'node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node';

function say(line: string): void {
  process.stderr.write(`hourglass: ${line}\n`);
}

async function setUp(): Promise<void> {
  const startedMs = Date.now();
  const { root, stamp } = askedSchema.parse(JSON.parse(process.argv[2] ?? '{}'));

  // 1. Native TensorFlow, by the first way that holds.
  say('looking for native TensorFlow');
  const rungs = await rungsOf(root);
  const tensorflow = await climbLadder(rungs, say);
  say(tensorflow.version === null ? noNative(tensorflow.attempts) : `native TensorFlow ${tensorflow.version}: ${tensorflow.attempts.at(-1)?.reason.en ?? ''}`);

  // 2. The default data set.
  const digits = await packDigits(root);
  if (digits !== undefined) say(`packed ${digits.toLocaleString('en')} MNIST digits`);

  // 3. What was found, for the next start and for `hourglass doctor`.
  const files: string[] = [...Object.values(digitFiles), ...(tensorflow.version === null ? [] : [addonPath])];
  const report: SetupReport = { version: 1, at: new Date().toISOString(), stamp, node: { version: process.versions.node }, tensorflow, files };
  await writeReport(root, report);
  say(`set-up done in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
}

async function rungsOf(root: string): Promise<Rung[]> {
  const packageFolder = join(root, 'node_modules/@tensorflow/tfjs-node');
  const { version } = packageSchema.parse(JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')));
  const cached = join(cacheFolder(), 'tensorflow', `tfjs-node-${version}-${process.platform}-${process.arch}`);
  // On the package's own disk, so that what is built can be moved into it.
  const workFolder = join(root, 'node_modules/.cache/hourglass-setup');
  await rm(workFolder, { recursive: true, force: true });

  /** Keeps what was built for other clones; a cache that cannot be written is no reason to fail. */
  async function kept(end: RungEnd): Promise<RungEnd> {
    if (end.ok) await keepBuild(packageFolder, cached, end.version).catch((error: unknown) => say(`  not kept for other clones: ${String(error)}`));
    return end;
  }
  return [
    {
      name: 'present',
      attempt: async () => {
        const loaded = await loadAddon(packageFolder);
        if (loaded.ok) return { ...loaded, reason: { en: 'already in node_modules', zh: '已在 node_modules 中' } };
        return loaded.reason.en.includes('can not be found')
          ? { ok: false, reason: { en: 'no addon in node_modules', zh: 'node_modules 中没有附加模块' }, usual: true }
          : loaded;
      },
    },
    {
      name: 'cache',
      attempt: async () => {
        if ((await restoreBuild(cached, packageFolder)) === undefined)
          return { ok: false, reason: { en: 'no build is kept', zh: '没有保留的构建' }, usual: true };
        const loaded = await loadAddon(packageFolder);
        if (!loaded.ok) await removeBuild(packageFolder);
        return loaded.ok ? { ...loaded, reason: { en: 'as built earlier on this machine', zh: '使用本机先前的构建' } } : loaded;
      },
    },
    { name: 'wheel', attempt: async () => kept(await buildFromWheel({ root, packageFolder, workFolder, say })) },
    { name: 'download', attempt: async () => kept(await downloadOwnBuild(packageFolder, say)) },
  ];
}

function noNative(attempts: SetupReport['tensorflow']['attempts']): string {
  const command = attempts.find((attempt) => attempt.command !== undefined)?.command;
  return [
    'NO native TensorFlow on this machine. Training runs on WebAssembly: about 14 times slower on a dense VAE, and convolutions cannot be trained on it.',
    command === undefined ? '  The lines above say why; once one of them is mended: npm run setup' : `  To get it: ${command}`,
  ].join('\n');
}

async function writeReport(root: string, report: SetupReport): Promise<void> {
  const path = join(root, setupReportPath);
  await mkdir(join(root, '.hourglass'), { recursive: true });
  const file = await open(`${path}.tmp`, 'w');
  try {
    await file.writeFile(`${JSON.stringify(report, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.tmp`, path);
}

await setUp();

import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import os from 'node:os';
import { dirname } from 'node:path';
import { appVersion, datasetCatalogue, pickDevice, probeDevices } from '../../../engine/engine.ts';
import type { DeviceReport } from '../../../engine/engine.ts';
import type { CliCommand } from '../cliCommand.ts';
import { exitCodes } from '../exitCodes.ts';
import { showBytes } from '../figures.ts';
import { runsFolder } from '../runPlaces.ts';
import type { Terminal } from '../terminal.ts';
import { tellDataset } from './datasets.ts';

const titles: Readonly<Record<DeviceReport['id'], string>> = {
  'tensorflow-cpu': 'TensorFlow (CPU)',
  'tensorflow-cuda': 'TensorFlow (CUDA)',
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  cpu: 'JavaScript',
};

/** Devices whose description is ours and no library's. */
const described: Readonly<Partial<Record<DeviceReport['id'], string>>> = {
  wasm: 'WebAssembly，单线程：较慢，适合查看和小模型',
  cpu: '纯 JavaScript：非常慢，适合极小的模型',
};

export const doctorCommand: CliCommand = {
  name: 'doctor',
  summary: { en: 'Tell what this machine can compute on, and how to get what is missing', zh: '检查本机可用的计算设备，以及如何获取缺少的部分' },
  options: [],
  examples: ['doctor', 'doctor --json'],
  async run(_line, { terminal, root }) {
    const reports = await probeDevices(root);
    for (const report of reports) tellDevice(report, terminal);
    const device = pickDevice(reports);
    terminal.line({ en: `\nTraining picks ${device}; --device chooses another.\n`, zh: `\n训练将使用 ${device}；可用 --device 另选。\n` });
    await tellSystem(terminal, device, reports);
    terminal.line({ en: '\nData sets', zh: '\n数据集' });
    for (const entry of await datasetCatalogue({ root })) tellDataset(entry, terminal);
    return exitCodes.done;
  },
};

function tellDevice(
  { id, device, available, description, version, reason, command, isSoftware, matmulMs }: DeviceReport,
  { object, line, words }: Terminal,
): void {
  const why = reason && words(reason);
  object({ event: 'device', id, device, available, description, version, reason: why, command, isSoftware, matmulMs });
  const state = available ? words({ en: 'yes', zh: '可用' }) : words({ en: 'no ', zh: '不可用' });
  line(
    `${titles[id].padEnd(18)} ${state}  ${available ? `${words({ en: description ?? '', zh: described[id] ?? description ?? '' })}${isSoftware ? words({ en: ' (software, slow)', zh: '（软件实现，较慢）' }) : ''}` : why}`,
  );
  if (command !== null) line(`${''.padEnd(24)}→ ${command}`);
}

async function tellSystem({ object, line }: Terminal, device: string, reports: readonly DeviceReport[]): Promise<void> {
  const tensorflow = reports.find(({ id }) => id === 'tensorflow-cpu')?.version ?? null;
  const runs = runsFolder();
  const disk = await statfs(existingFolder(runs));
  const facts = {
    app: appVersion,
    node: process.versions.node,
    tensorflow,
    device,
    cores: os.cpus().length,
    threads: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    freeMemoryBytes: os.freemem(),
    runsFolder: runs,
    freeDiskBytes: disk.bavail * disk.bsize,
  };
  object({ event: 'system', ...facts });
  line(`Hourglass ${facts.app}, Node ${facts.node}, TensorFlow ${tensorflow ?? '–'}`);
  line({
    en: `${facts.cores} cores, ${facts.threads} threads, ${showBytes(facts.memoryBytes)} of memory (${showBytes(facts.freeMemoryBytes)} free)`,
    zh: `${facts.cores} 个核心，${facts.threads} 个线程，内存 ${showBytes(facts.memoryBytes)}（空闲 ${showBytes(facts.freeMemoryBytes)}）`,
  });
  line({ en: `runs lie in ${runs}, where ${showBytes(facts.freeDiskBytes)} are free`, zh: `运行保存在 ${runs}，磁盘剩余 ${showBytes(facts.freeDiskBytes)}` });
}

/** The folder itself, or the nearest one above it that is there. */
function existingFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : existingFolder(dirname(path));
}

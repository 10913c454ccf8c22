import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { pickDevice, probeDevices } from './probeDevices.ts';
import type { DeviceReport } from './probeDevices.ts';

const folder = mkdtempSync(join(tmpdir(), 'hourglass-probe-'));
afterAll(() => rmSync(folder, { recursive: true }));

function entry(name: string, source: string): string {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, source);
  return path;
}

const there = (id: DeviceReport['id'], device: DeviceReport['device'], more: Partial<DeviceReport> = {}): DeviceReport => ({
  id,
  device,
  available: true,
  description: id,
  version: '1',
  reason: null,
  command: null,
  isSoftware: false,
  matmulMs: 1,
  ...more,
});

describe('probing devices', () => {
  it('finds at least WebAssembly and plain JavaScript, and says of every other what gets it or why nothing does', async () => {
    const reports = await probeDevices(folder, { timeoutMs: 25_000 });
    expect(reports.map(({ id }) => id)).toEqual(['tensorflow-cpu', 'tensorflow-cuda', 'webgpu', 'wasm', 'cpu']);
    expect(reports.filter(({ id }) => id === 'wasm' || id === 'cpu').map(({ available }) => available)).toEqual([true, true]);
    for (const { available, reason, description, matmulMs } of reports) {
      expect(available ? description : reason?.en).toMatch(/\w/);
      expect(available || reason?.zh).toBeTruthy();
      expect(matmulMs === null).toBe(!available);
    }
  });

  it('calls a process that dies of a signal crashed', async () => {
    const reports = await probeDevices(folder, { entry: entry('crash', `process.kill(process.pid, 'SIGSEGV')`) });
    expect(reports.map(({ available }) => available)).toEqual([false, false, false, false, false]);
    expect(reports[0]?.reason?.en).toMatch(/SIGSEGV/);
    expect(reports[0]?.reason?.zh).toMatch(/崩溃.*SIGSEGV/);
    expect(reports[0]?.command).toBe('npm run setup');
  });

  it('gives up on a process that never answers', async () => {
    const begun = Date.now();
    const reports = await probeDevices(folder, { entry: entry('hang', `for (;;);`), timeoutMs: 1_500 });
    expect(Date.now() - begun).toBeLessThan(6_000);
    expect(reports[3]?.reason?.en).toMatch(/did not answer/);
  });

  it('tells from the set-up report why TensorFlow is missing and which command gets it', async () => {
    mkdirSync(join(folder, '.hourglass'));
    const attempts = [
      { rung: 'wheel', ok: false, reason: 'pip not found', command: 'sudo apt-get install -y python3-pip' },
      { rung: 'download', ok: false, reason: { en: 'no network', zh: '没有网络' } },
    ];
    const setup = {
      version: 1,
      at: '2026-01-01T00:00:00Z',
      stamp: { lockHash: '', buildTools: '' },
      node: { version: '24' },
      tensorflow: { rung: null, version: null, attempts },
      files: [],
    };
    writeFileSync(join(folder, '.hourglass/setup.json'), JSON.stringify(setup));
    const reports = await probeDevices(folder, {
      entry: entry('none', `process.send({ ok: false, reason: { en: 'none', zh: '无' } }, () => process.exit(0))`),
    });
    expect(reports[0]?.reason).toEqual({
      en: "Python wheel and build: pip not found; tfjs-node's own download: no network",
      zh: 'Python wheel 加构建：pip not found；tfjs-node 自带的下载：没有网络',
    });
    expect(reports[0]?.command).toBe('sudo apt-get install -y python3-pip');
  });
});

describe('picking a device', () => {
  it('takes the fastest that is there', () => {
    expect(pickDevice([there('cpu', 'cpu'), there('wasm', 'wasm'), there('tensorflow-cpu', 'tensorflow'), there('webgpu', 'webgpu')])).toBe('tensorflow');
  });
  it('leaves WebGPU to those who ask for it by name', () => {
    expect(
      pickDevice([there('cpu', 'cpu'), there('wasm', 'wasm'), there('webgpu', 'webgpu'), there('tensorflow-cpu', 'tensorflow', { available: false })]),
    ).toBe('wasm');
  });
  it('falls back on plain JavaScript', () => expect(pickDevice([])).toBe('cpu'));
});

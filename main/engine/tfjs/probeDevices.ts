import { fork } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DeviceName } from './devices.ts';
import { joinTexts } from '../../../shared/messages/language.ts';
import type { Text } from '../../../shared/messages/language.ts';
import { readSetupReport, rungTitles } from './setupReport.ts';
import { probeMessageSchema } from './probeMessage.ts';
import type { ProbeMessage } from './probeMessage.ts';

/** One way to compute, as `hourglass doctor` shows it. TensorFlow's two ways, processor and CUDA card, are one device to tfjs. */
export interface DeviceReport {
  readonly id: 'tensorflow-cpu' | 'tensorflow-cuda' | 'webgpu' | 'wasm' | 'cpu';
  /** What `--device` takes to use it. */
  readonly device: DeviceName;
  readonly available: boolean;
  /** E.g. `TensorFlow 2.21.0, CPU`; null where it is not available. */
  readonly description: string | null;
  /** Version of TensorFlow or tfjs; null where it is not available. */
  readonly version: string | null;
  /** One line: why it is not available, in a library's own words where only it knows; null where it is. */
  readonly reason: Text | null;
  /** The one command that gets it, where there is one. */
  readonly command: string | null;
  /** WebGPU on a software driver: there, but slower than WebAssembly. */
  readonly isSoftware: boolean;
  /** Milliseconds of a 128 × 128 matrix product there and back; null where it is not available. */
  readonly matmulMs: number | null;
}

export interface ProbeOptions {
  /** After so many milliseconds a device counts as not answering. Default 10 seconds. */
  readonly timeoutMs?: number;
  /** Runs instead of the probe (tests). */
  readonly entry?: string;
}

type Probe = ProbeMessage & { readonly noise: string };

/**
 * Tries every device, each in a process of its own (one process keeps to one device, and a native library may bring its process down), all at once.
 * Never rejects, and ends within the timeout.
 * @param root folder that holds `.hourglass/`, whose set-up report says why TensorFlow is missing
 */
export async function probeDevices(root: string, options: ProbeOptions = {}): Promise<readonly DeviceReport[]> {
  const [tensorflow, webgpu, wasm, cpu] = await Promise.all([
    probe('tensorflow', options),
    probe('webgpu', options),
    probe('wasm', options),
    probe('cpu', options),
  ]);
  return [
    onProcessor(tensorflow, root),
    onCuda(tensorflow),
    report('webgpu', 'webgpu', webgpu, webGpuWayOut),
    report('wasm', 'wasm', wasm, () => ({ command: 'npm ci' })),
    report('cpu', 'cpu', cpu, () => ({ command: 'npm ci' })),
  ];
}

/** The device that training takes unless told, by the rule of `chooseDevice`: the fastest that is there, WebGPU only by name. Plain JavaScript is always there. */
export function pickDevice(reports: readonly DeviceReport[]): DeviceName {
  const fastestFirst: readonly DeviceReport['id'][] = ['tensorflow-cuda', 'tensorflow-cpu', 'wasm'];
  const best = fastestFirst.find((id) => reports.some((found) => found.id === id && found.available));
  return reports.find(({ id }) => id === best)?.device ?? 'cpu';
}

async function probe(device: DeviceName, { timeoutMs = 10_000, entry }: ProbeOptions): Promise<Probe> {
  const child = fork(entry ?? fileURLToPath(new URL('./probeDevice.ts', import.meta.url)), [device], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let noise = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    noise = (noise + text).slice(-4000);
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const message = await new Promise<ProbeMessage>((resolve) => {
    const closed = (reason: Text): void => resolve({ ok: false, reason });
    const timer = setTimeout(() => {
      const seconds = Math.round(timeoutMs / 1000);
      closed({ en: `it did not answer within ${seconds} s`, zh: `在 ${seconds} 秒内没有响应` });
      kill();
    }, timeoutMs);
    child.once('message', (said) => {
      const parsed = probeMessageSchema.safeParse(said);
      if (parsed.success) resolve(parsed.data);
      else closed({ en: 'its test answered nonsense', zh: '测试程序的回答无法理解' });
    });
    child.once('error', (error) => closed({ en: `its test could not be started: ${error.message}`, zh: `无法启动其测试程序：${error.message}` }));
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      closed({ en: `its library crashed (${signal ?? `exit code ${code}`})`, zh: `其程序库崩溃（${signal ?? `退出码 ${code}`}）` });
    });
  });
  process.off('exit', kill);
  return { ...message, noise };
}

function report(
  id: DeviceReport['id'],
  device: DeviceName,
  probed: Probe,
  wayOut: (probed: Probe) => { readonly reason?: Text; readonly command: string | null },
): DeviceReport {
  if (probed.ok) {
    const { description, version, isSoftware, matmulMs } = probed;
    return { id, device, available: true, description, version, reason: null, command: null, isSoftware, matmulMs };
  }
  const { reason = probed.reason, command } = wayOut(probed);
  return { id, device, available: false, description: null, version: null, reason, command, isSoftware: false, matmulMs: null };
}

/** Where TensorFlow does not load, the set-up report knows why each way to it was closed. */
function onProcessor(probed: Probe, root: string): DeviceReport {
  return report('tensorflow-cpu', 'tensorflow', probed, () => {
    const attempts = readSetupReport(root)?.tensorflow.attempts ?? [];
    const closed = attempts.filter(({ ok }) => !ok);
    const command = closed.find((attempt) => attempt.command !== undefined)?.command ?? 'npm run setup';
    if (attempts.some(({ ok }) => ok) || closed.length === 0) return { command };
    const each = closed.map(({ rung, reason }): Text => ({ en: `${rungTitles[rung].en}: ${reason.en}`, zh: `${rungTitles[rung].zh}：${reason.zh}` }));
    return { reason: joinTexts(each, { en: '; ', zh: '；' }), command };
  });
}

function onCuda(probed: Probe): DeviceReport {
  const closed = (reason: Text, command: string | null): DeviceReport =>
    report('tensorflow-cuda', 'tensorflow', { ok: false, reason, noise: '' }, () => ({ command }));
  if (probed.ok && probed.usesGpu) return report('tensorflow-cuda', 'tensorflow', probed, () => ({ command: null }));
  if (!existsSync('/proc/driver/nvidia/version'))
    return closed({ en: 'no NVIDIA graphics card with its driver on this machine', zh: '本机没有装好驱动的 NVIDIA 显卡' }, null);
  if (!probed.ok) return closed({ en: 'TensorFlow itself is missing', zh: '缺少 TensorFlow 本身' }, 'npm run setup');
  return closed(
    {
      en: 'the TensorFlow that set-up installs is built for the processor alone; WebGPU uses the card',
      zh: '安装程序所装的 TensorFlow 只支持处理器；可用 WebGPU 使用显卡',
    },
    'npm run -s hourglass -- train vae-dense --device webgpu',
  );
}

/** Why Dawn found no adapter. Driver packages are named for Debian; tried with Debian 12: Mesa's software driver lacks a feature that Dawn asks for, Chromium's has it. */
function webGpuWayOut({ noise, ...probed }: Probe): { readonly reason?: Text; readonly command: string | null } {
  if (!probed.ok && !/adapter/i.test(probed.reason.en)) return { command: 'npm ci' };
  if (process.platform !== 'linux') return { command: null };
  const missing: Text = /libvulkan\.so\.1: cannot open/.test(noise)
    ? { en: 'Vulkan’s loader (libvulkan1) is missing', zh: '缺少 Vulkan 加载器（libvulkan1）' }
    : { en: 'no Vulkan driver that fits is installed', zh: '没有安装合适的 Vulkan 驱动' };
  if (hasGraphicsCard()) return { reason: missing, command: 'sudo apt-get install -y libvulkan1 mesa-vulkan-drivers' };
  return {
    reason: {
      en: `no graphics card on this machine; for a (slow) software driver, ${missing.en}`,
      zh: `本机没有显卡；若用（较慢的）软件驱动，则${missing.zh}`,
    },
    command: `sudo apt-get install -y libvulkan1 chromium-common && VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json npm run -s hourglass -- doctor`,
  };
}

function hasGraphicsCard(): boolean {
  try {
    return readdirSync('/dev/dri').some((name) => name.startsWith('renderD'));
  } catch {
    return existsSync('/proc/driver/nvidia/version');
  }
}

import { joinTexts, sameText } from '../../shared/messages/language.ts';
import type { Text } from '../../shared/messages/language.ts';
import { rungTitles } from '../../main/engine/tfjs/setupReport.ts';
import type { SetupAttempt, SetupReport, TensorflowRung } from '../../main/engine/tfjs/setupReport.ts';

/**
 * What one rung came to: a TensorFlow version with how it was had, or a reason and, where one command opens this way, that command.
 * `usual`: on a first start nothing else is to be expected, so it is recorded and not said.
 */
export type RungEnd = { ok: true; version: string; reason: Text } | { ok: false; reason: Text; command?: string; usual?: boolean };

/** One way to native TensorFlow. `attempt` resolves for every expected end; what it throws is taken as a closed way too. */
export interface Rung {
  name: TensorflowRung;
  attempt: () => Promise<RungEnd>;
}

/**
 * Tries the rungs in order until one holds, saying each closed way in one line.
 * @param rungs in the order in which to try them
 * @param say prints one line
 */
export async function climbLadder(rungs: readonly Rung[], say: (line: string) => void): Promise<SetupReport['tensorflow']> {
  const attempts: SetupAttempt[] = [];
  for (const rung of rungs) {
    const end = await rung
      .attempt()
      .catch((error: unknown): RungEnd => ({ ok: false, reason: sameText(error instanceof Error ? error.message : String(error)) }));
    if (end.ok) {
      attempts.push({ rung: rung.name, ok: true, reason: end.reason });
      return { rung: rung.name, version: end.version, attempts };
    }
    attempts.push({ rung: rung.name, ok: false, reason: end.reason, ...(end.command === undefined ? {} : { command: end.command }) });
    if (end.usual !== true) say(`  native TensorFlow, ${rungTitles[rung.name].en}: ${end.reason.en}`);
  }
  return { rung: null, version: null, attempts };
}

/** What this machine offers for the wheel and its build. */
export interface WheelProbes {
  platform: string;
  python: boolean;
  pip: boolean;
  compiler: boolean;
  /** Whether Debian's apt-get is there. */
  apt: boolean;
  /** Whether this process may install system packages. */
  root: boolean;
  /** Free disk space where the repository lies, in bytes. */
  freeBytes: number;
}

/** How to go about the wheel: build at once, install Debian packages first, or leave it. */
export type WheelPlan = { kind: 'build' } | { kind: 'install'; packages: string[] } | { kind: 'leave'; reason: Text; command?: string };

/** The wheel, its unpacked libraries, the headers and the addon, together at their height. */
export const bytesForWheel = 1_600_000_000;

/** Decides about the wheel from what the machine offers; touches nothing. */
export function planWheel(probes: WheelProbes): WheelPlan {
  if (probes.platform !== 'linux') return { kind: 'leave', reason: { en: 'this way is for Linux only', zh: '此方式仅适用于 Linux' } };
  if (probes.freeBytes < bytesForWheel) {
    const free = gigabytes(probes.freeBytes),
      needed = gigabytes(bytesForWheel);
    return { kind: 'leave', reason: { en: `${free} GB of disk are free, ${needed} GB are needed`, zh: `磁盘剩余 ${free} GB，需要 ${needed} GB` } };
  }
  const missing = [
    ...(probes.python ? [] : [{ name: sameText('python3'), debian: 'python3' }]),
    ...(probes.pip ? [] : [{ name: sameText('pip'), debian: 'python3-pip' }]),
    ...(probes.compiler ? [] : [{ name: { en: 'a C++ compiler', zh: 'C++ 编译器' }, debian: 'g++' }]),
  ];
  if (missing.length === 0) return { kind: 'build' };
  const packages = missing.map((part) => part.debian);
  if (probes.apt && probes.root) return { kind: 'install', packages };
  const names = joinTexts(
    missing.map((part) => part.name),
    { en: ', ', zh: '、' },
  );
  const reason = { en: `${names.en} not found`, zh: `没有找到 ${names.zh}` };
  if (probes.apt) return { kind: 'leave', reason, command: `sudo apt-get install -y ${packages.join(' ')} && npm run setup` };
  return {
    kind: 'leave',
    reason: {
      en: `${reason.en}; install with this system's package manager, then: npm run setup`,
      zh: `${reason.zh}；请用本系统的软件包管理器安装，然后运行：npm run setup`,
    },
  };
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}

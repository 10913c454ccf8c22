import { existsSync } from 'node:fs';
import { findChromium } from '../../e2e/findChromium.ts';
import { runProgram } from '../setup/runProgram.ts';

/** What brings Chromium, and the letters it draws Chinese with, to a Debian. */
const packages = ['chromium', 'fonts-noto-cjk'];
const command = `apt-get install -y ${packages.join(' ')}`;
const limits = { runningMs: 300_000 };

/**
 * The Chromium in which the journeys run: the one that is there, else, where this process may install packages, Debian's.
 * @returns its program; or what to tell where there is none, with the command to type
 */
export async function ensureChromium(): Promise<{ readonly path: string } | { readonly missing: string }> {
  const found = findChromium();
  if (found !== undefined) return { path: found };
  const mayInstall = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!mayInstall) return { missing: `no Chromium is on the PATH: type "sudo ${command}", or name one in HOURGLASS_CHROMIUM` };
  console.log(`installing Chromium for the journeys (${command})`);
  const environment = { ...limits, env: { DEBIAN_FRONTEND: 'noninteractive' } };
  const install = (): ReturnType<typeof runProgram> => runProgram('apt-get', ['install', '-y', '--no-install-recommends', ...packages], environment);
  let end = await install();
  if (!end.ok) {
    await runProgram('apt-get', ['update'], environment);
    end = await install();
  }
  const path = findChromium();
  return path === undefined ? { missing: `Chromium could not be installed (${command}):\n${end.output.trim().slice(-2000)}` } : { path };
}

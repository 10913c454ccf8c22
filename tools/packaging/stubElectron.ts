import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Electron's fuses in the order of their wire, version 1 (electron/fuses, FuseV1Options), by the names that electron-builder.yml gives them. */
export const fuseOrder = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
] as const;

const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/**
 * What stands in for Electron's distribution while the packaged layout is looked at: a program that does nothing but end, with a wire of fuses in it, and the
 * files that electron-builder looks for. No Electron is run, nor can be.
 */
export function writeStubElectron(folder: string): void {
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'), { recursive: true });
  const wire = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, fuseOrder.length]), Buffer.from('0'.repeat(fuseOrder.length))]);
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from('#!/bin/sh\nexit 1\n'), wire, Buffer.from('\n')]));
  chmodSync(join(folder, 'electron'), 0o755);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version', 'chrome-sandbox', 'locales/en-US.pak']) writeFileSync(join(folder, name), 'stub\n');
}

/** The fuses that are on in a packaged program. Throws where it has no wire. */
export function readFuses(program: Buffer): ReadonlySet<string> {
  const at = program.indexOf(sentinel);
  const start = at + sentinel.length;
  if (at < 0 || program[start] !== 1) throw new Error('there is no wire of fuses in it');
  return new Set(fuseOrder.filter((_, index) => program[start + 2 + index] === '1'.charCodeAt(0)));
}

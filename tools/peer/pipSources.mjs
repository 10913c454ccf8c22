// @ts-check
import { existsSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';

/**
 * What pip is told on top of its own settings, for one try.
 * @typedef {{ what: string, args: readonly string[], local: boolean }} PipSource
 */

/**
 * Reads `pip config list`: every value by its bare name (`extra-index-url`), lists split at white space; later lines win nothing, all are kept.
 * @param {string} listing
 * @returns {Record<string, string[]>}
 */
export function parsePipConfig(listing) {
  /** @type {Record<string, string[]>} */
  const settings = {};
  for (const line of listing.split(/\r?\n/)) {
    const match = /^[^=]*\.([a-z-]+)=(['"])(.*)\2$/.exec(line);
    if (match === null) continue;
    const values = (match[3] ?? '').split(/\s+|\\n/).filter((value) => value !== '');
    settings[match[1] ?? ''] = [...new Set([...(settings[match[1] ?? ''] ?? []), ...values])];
  }
  return settings;
}

/**
 * Where to look for packages, in order: the indexes on this machine's own disk alone, if pip knows any (a public index that cannot be reached
 * costs pip minutes a package), then whatever pip is set to.
 * @param {Record<string, string[]>} settings
 * @returns {PipSource[]}
 */
export function pipSources(settings) {
  const indexes = [...(settings['index-url'] ?? []), ...(settings['extra-index-url'] ?? [])];
  const [first, ...rest] = indexes.filter((url) => url.startsWith('file:'));
  /** @type {PipSource} */
  const usual = { what: "pip's own settings", args: ['--retries=1', '--timeout=15'], local: false };
  if (first === undefined) return [usual];
  return [
    { what: "the package folders on this machine's disk", args: [`--index-url=${first}`, ...rest.map((url) => `--extra-index-url=${url}`)], local: true },
    usual,
  ];
}

/** The account's own pip settings where HOME points elsewhere (a sandbox, a service), as an environment for pip; else nothing. */
export function accountPipEnvironment() {
  const account = userInfo().homedir;
  if (account === homedir() || process.env['PIP_CONFIG_FILE'] !== undefined) return {};
  const file = ['.config/pip/pip.conf', '.pip/pip.conf'].map((name) => join(account, name)).find((path) => existsSync(path));
  return file === undefined ? {} : { PIP_CONFIG_FILE: file };
}

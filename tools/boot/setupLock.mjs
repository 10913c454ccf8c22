// @ts-check
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs a piece of set-up while no other process of this clone does; a lock left by a process that is gone is taken over.
 * @template T
 * @param {string} path the lock file
 * @param {(line: string) => void} say prints one line
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withSetupLock(path, say, work) {
  mkdirSync(dirname(path), { recursive: true });
  for (let told = false; !take(path); ) {
    if (!told) say('waiting for the set-up that another hourglass process is doing');
    told = true;
    await sleep(300);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** @param {string} path */
function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isHeld(path)) rmSync(path, { force: true });
    return false;
  }
}

/** @param {string} path */
function isHeld(path) {
  try {
    const owner = Number(readFileSync(path, 'utf8'));
    // An empty file is a lock being written this very moment.
    if (owner === 0) return true;
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

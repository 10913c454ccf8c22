import { join } from 'node:path';
import type { Text } from '../../shared/messages/language.ts';
import { reasonIn, runProgram } from './runProgram.ts';

/** What a child process does to try the addon: load it, compute once, state TensorFlow's version. */
const trial = `
const util = require('node:util');
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
const tf = require(process.argv[1]);
const sum = tf.tidy(() => tf.matMul(tf.ones([8, 8]), tf.ones([8, 8])).sum().dataSync()[0]);
if (sum !== 512) throw new Error('a product of ones came to ' + sum);
process.stdout.write('TensorFlow=' + tf.backend().binding.TF_Version + '\\n');
`;

/**
 * Loads the native addon in a Node of its own (a library that does not fit this machine may crash its process) and computes once.
 * @param packageFolder of tfjs-node
 * @returns TensorFlow's version, or in one line why it did not work
 */
export async function loadAddon(packageFolder: string): Promise<{ ok: true; version: string } | { ok: false; reason: Text }> {
  const end = await runProgram(process.execPath, ['-e', trial, join(packageFolder, 'dist/index.js')], {
    runningMs: 120_000,
    env: { TF_CPP_MIN_LOG_LEVEL: '2' },
  });
  const version = /^TensorFlow=(\S+)$/m.exec(end.stdout)?.[1];
  if (end.ok && version !== undefined) return { ok: true, version };
  const why = reasonIn(end.output);
  return { ok: false, reason: { en: `the addon does not load: ${why}`, zh: `附加模块无法加载：${why}` } };
}

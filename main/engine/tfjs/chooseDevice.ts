import { issue, IssueError } from '../../../shared/check/issue.ts';
import { deviceNames, openDevice } from './devices.ts';
import type { Device, DeviceName } from './devices.ts';

/**
 * Opens the device asked for, or the fastest that opens. WebGPU is taken only by name: its start costs seconds where there is no card, and a
 * software driver is slower than WASM. Throws IssueError `device-missing` with the library's reason.
 */
export async function chooseDevice({ device, threads }: { readonly device?: DeviceName; readonly threads?: number }): Promise<Device> {
  const wanted = device ? [device] : deviceNames.filter((name) => name !== 'webgpu');
  const reasons: string[] = [];
  for (const name of wanted) {
    try {
      return await openDevice(name, threads === undefined ? {} : { threads });
    } catch (error) {
      reasons.push(`${name}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`);
    }
  }
  throw new IssueError([issue('device-missing', {}, { device: wanted.join(', '), reason: reasons.join('; ') })]);
}

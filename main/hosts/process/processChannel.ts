import type { ChildProcess } from 'node:child_process';
import type { Channel } from '../../../shared/protocol/channel.ts';

/** The pipe between a process and its child, at either end: `process` in the child, the ChildProcess in its parent. Both need `serialization: 'advanced'`. */
export function processChannel(end: ChildProcess | NodeJS.Process): Channel {
  return {
    send(message) {
      if (typeof message !== 'object' || message === null || !end.connected) return;
      // A pipe that breaks while it is written to says so as its close, not here.
      end.send?.(message, undefined, undefined, () => {});
    },
    onMessage(listener) {
      const take = (message: unknown): void => listener(message);
      end.on('message', take);
      return () => void end.off('message', take);
    },
    onClose(listener) {
      if (!end.connected) {
        listener();
        return () => {};
      }
      end.once('disconnect', listener);
      return () => void end.off('disconnect', listener);
    },
    close() {
      if (end.connected) end.disconnect?.();
    },
  };
}

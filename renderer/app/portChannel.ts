import type { Channel } from '../../shared/protocol/channel.ts';

/** A MessagePort as a channel: structured clone does the packing. */
export function createPortChannel(port: MessagePort): Channel {
  const closeListeners = new Set<() => void>();
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    for (const listener of closeListeners) listener();
    closeListeners.clear();
  };
  port.addEventListener('close', end);
  return {
    send(message) {
      if (!ended) port.postMessage(message);
    },
    onMessage(listener) {
      const hear = ({ data }: MessageEvent<unknown>): void => listener(data);
      port.addEventListener('message', hear);
      // Messages wait in the port until it is started.
      port.start();
      return () => port.removeEventListener('message', hear);
    },
    onClose(listener) {
      if (ended) listener();
      else closeListeners.add(listener);
      return () => void closeListeners.delete(listener);
    },
    close() {
      port.close();
      end();
    },
  };
}

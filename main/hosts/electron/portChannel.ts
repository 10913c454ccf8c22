import type { Channel } from '../../../shared/protocol/channel.ts';

/** What is used of Electron's MessagePortMain. */
export interface MainPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  off(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  off(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** The main process's end of a window's port as a channel. Structured clone does the packing; it closes with the page. */
export function portChannel(port: MainPort): Channel {
  let ended = false;
  const listeners = new Set<() => void>();
  port.on('close', () => {
    if (ended) return;
    ended = true;
    for (const listener of listeners) listener();
    listeners.clear();
  });
  return {
    send(message) {
      if (!ended) port.postMessage(message);
    },
    onMessage(listener) {
      const take = ({ data }: { readonly data: unknown }): void => listener(data);
      port.on('message', take);
      port.start();
      return () => void port.off('message', take);
    },
    onClose(listener) {
      if (ended) listener();
      else listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => port.close(),
  };
}

import { Packr } from 'msgpackr/index-no-eval';
import type { Channel } from '../../shared/protocol/channel.ts';

/** A WebSocket as a channel: msgpack both ways, with typed arrays. What is sent before it has opened waits. @param url ws: or wss: */
export function openWebSocketChannel(url: string): Channel {
  const packr = new Packr({ structuredClone: true, useRecords: false, mapsAsObjects: true });
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  const messageListeners = new Set<(message: unknown) => void>(),
    closeListeners = new Set<() => void>();
  let early: Uint8Array<ArrayBuffer>[] = [],
    waiting: unknown[] = [],
    ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    for (const listener of closeListeners) listener();
    closeListeners.clear();
  };
  socket.addEventListener('open', () => {
    for (const bytes of early) socket.send(bytes);
    early = [];
  });
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (!(data instanceof ArrayBuffer)) return socket.close(1003);
    let message: unknown;
    try {
      message = packr.unpack(new Uint8Array(data));
    } catch {
      return socket.close(1007);
    }
    if (messageListeners.size === 0) waiting.push(message);
    for (const listener of messageListeners) listener(message);
  });
  socket.addEventListener('close', end);
  return {
    send(message) {
      if (ended || socket.readyState > WebSocket.OPEN) return;
      // A copy: the packer uses its buffer again.
      const bytes = Uint8Array.from(packr.pack(message));
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
      else early.push(bytes);
    },
    onMessage(listener) {
      messageListeners.add(listener);
      const arrived = waiting;
      waiting = [];
      for (const message of arrived) listener(message);
      return () => void messageListeners.delete(listener);
    },
    onClose(listener) {
      if (ended) listener();
      else closeListeners.add(listener);
      return () => void closeListeners.delete(listener);
    },
    close() {
      socket.close(1000);
      end();
    },
  };
}

import type { WebSocket } from '@fastify/websocket';
import type { Channel } from '../../../shared/protocol/channel.ts';
import { decodeMessage, encodeMessage } from './wireFormat.ts';

/** A connection that leaves so many bytes unread is closed: the page is gone or stuck, and finds everything again when it comes back. */
const mostUnsentBytes = 512 * 2 ** 20;

/** A page's WebSocket as a channel. Text frames and frames that are no MessagePack arrive as undefined, which every schema refuses. */
export function socketChannel(socket: WebSocket): Channel {
  return {
    send(message) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > mostUnsentBytes) socket.terminate();
      else socket.send(encodeMessage(message), { binary: true });
    },
    onMessage(listener) {
      const take = (data: unknown, isBinary: boolean): void => listener(isBinary && data instanceof Uint8Array ? decodeMessage(data) : undefined);
      socket.on('message', take);
      return () => void socket.off('message', take);
    },
    onClose(listener) {
      if (socket.readyState === socket.CLOSED) {
        listener();
        return () => {};
      }
      socket.once('close', listener);
      return () => void socket.off('close', listener);
    },
    close: () => socket.close(),
  };
}

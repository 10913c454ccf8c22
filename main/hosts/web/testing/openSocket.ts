import type { Channel } from '../../../../shared/protocol/channel.ts';
import { decodeMessage, encodeMessage } from '../wireFormat.ts';

/** What a browser sends along with a request. */
export interface Sent {
  readonly cookie?: string;
  readonly origin?: string;
  readonly host?: string;
}

/** A page's WebSocket. */
export interface OpenedSocket {
  readonly channel: Channel;
  sendRaw(data: string | Uint8Array<ArrayBuffer>): void;
  /** The code with which it closes. */
  readonly closed: Promise<number>;
}

/** Opens a WebSocket as a page would; null where the host turns it away. */
export async function openSocket(url: string, { cookie, origin, host }: Sent): Promise<OpenedSocket | null> {
  const headers = Object.entries({ cookie, origin, host }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const socket = new WebSocket(url, { headers: Object.fromEntries(headers) });
  socket.binaryType = 'arraybuffer';
  const closed = new Promise<number>((resolve) => {
    socket.addEventListener('close', ({ code }) => resolve(code));
  });
  const isOpen = await new Promise<boolean>((resolve) => {
    socket.addEventListener('open', () => resolve(true));
    socket.addEventListener('error', () => resolve(false));
  });
  if (!isOpen) return null;
  return {
    closed,
    sendRaw: (data) => socket.send(data),
    channel: {
      send: (message) => socket.send(Uint8Array.from(encodeMessage(message))),
      onMessage(listener) {
        const take = ({ data }: { readonly data?: unknown }): void => listener(data instanceof ArrayBuffer ? decodeMessage(new Uint8Array(data)) : undefined);
        socket.addEventListener('message', take);
        return () => socket.removeEventListener('message', take);
      },
      onClose(listener) {
        socket.addEventListener('close', listener);
        return () => socket.removeEventListener('close', listener);
      },
      close: () => socket.close(),
    },
  };
}

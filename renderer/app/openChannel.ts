import type { Channel } from '../../shared/protocol/channel.ts';
import { createPortChannel } from './portChannel.ts';
import { openWebSocketChannel } from './webSocketChannel.ts';

/** The port that a window's preload passes on, once: it comes as a message `hourglass-port` from this very window. */
const passedPort = Promise.withResolvers<MessagePort>();
window.addEventListener('message', ({ source, data, ports: [port] }) => {
  if (source === window && data === 'hourglass-port' && port) passedPort.resolve(port);
});

/** Where the page was loaded from decides how it speaks with its host: a window of the app (`app:`) over the port, a browser over a WebSocket beside the page. */
export function openChannel(): Channel {
  if (location.protocol !== 'app:') return openWebSocketChannel(webSocketUrl(location.href));
  return createLateChannel(passedPort.promise.then(createPortChannel));
}

/** `ws` beside the page, with the page's query: a token in either stays in place. */
export function webSocketUrl(page: string): string {
  const url = new URL('ws', page);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.search = new URL(page).search;
  url.hash = '';
  return url.href;
}

/** A channel that is still on its way. */
function createLateChannel(coming: Promise<Channel>): Channel {
  const later = (act: (channel: Channel) => void): void => void coming.then(act);
  const added = (add: (channel: Channel) => () => void): (() => void) => {
    let remove: (() => void) | null = null,
      removed = false;
    later((channel) => {
      if (!removed) remove = add(channel);
    });
    return () => {
      removed = true;
      remove?.();
    };
  };
  return {
    send: (message) => later((channel) => channel.send(message)),
    onMessage: (listener) => added((channel) => channel.onMessage(listener)),
    onClose: (listener) => added((channel) => channel.onClose(listener)),
    close: () => later((channel) => channel.close()),
  };
}

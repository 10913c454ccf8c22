import type { Client } from '../../shared/protocol/client.ts';
import { useRunStore } from '../stores/runStore.ts';
import { tell } from '../ui/tell.ts';
import { browserClock } from './browserClock.ts';
import { createLink } from './link.ts';
import type { Link } from './link.ts';
import { openChannel } from './openChannel.ts';

let link: Link | null = null;

/** The page's one connection to its host, opened at the first call. */
function connection(): Link {
  link ??= createLink({
    open: openChannel,
    clock: browserClock,
    onDidChangeStatus: (status) => {
      useRunStore.getState().setEngine(status);
      if (status === 'ready') void readDevice();
    },
    onDidUpdateRun: (run, state) => useRunStore.getState().put(run, state),
    onFault: tell,
  });
  return link;
}

/** Opens the connection, and looks again whenever the page comes back to the front or the network does. */
export function startConnection(): void {
  const { wake } = connection();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') wake();
  });
  window.addEventListener('online', wake);
}

/** The client of the page, for code outside components. */
export const client: Client = {
  call: (name, params) => connection().client.call(name, params),
  hello: () => connection().client.hello(),
  watch: (run, listener) => connection().client.watch(run, listener),
  close: () => connection().client.close(),
};

/** The client of the page. It stays the same while connections come and go. */
export const useClient = (): Client => client;

async function readDevice(): Promise<void> {
  const { value } = await client.call('engine', null);
  if (value) useRunStore.getState().setDevice(value.device);
}

/**
 * A pipe to the other side: messages arrive whole and in order, or the pipe is closed. A message is what structured clone carries (plain
 * objects, arrays, typed arrays, NaN and infinity); what arrives is unknown until a schema has read it.
 */
export interface Channel {
  /** After the end: nothing. Never throws. */
  send(message: unknown): void;
  /** Adds a listener; what it gives back removes it. Messages that came before the first listener wait for it. */
  onMessage(listener: (message: unknown) => void): () => void;
  /** Called once, when either side closes; at once where that has happened. */
  onClose(listener: () => void): () => void;
  close(): void;
}

/** Two ends of a pipe within one thread, delivering each message later than its sending, as real pipes do. @param copy what the pipe does to a message on its way: structured clone */
export function createChannelPair(copy: (message: unknown) => unknown): readonly [Channel, Channel] {
  const left = createEnd(),
    right = createEnd();
  let open = true;
  const close = (): void => {
    if (!open) return;
    open = false;
    left.end();
    right.end();
  };
  const channel = (own: End, other: End): Channel => ({
    send(message) {
      if (open) other.take(copy(message));
    },
    onMessage: own.onMessage,
    onClose: own.onClose,
    close,
  });
  return [channel(left, right), channel(right, left)];
}

interface End extends Pick<Channel, 'onMessage' | 'onClose'> {
  take(message: unknown): void;
  end(): void;
}

function createEnd(): End {
  const messageListeners = new Set<(message: unknown) => void>(),
    closeListeners = new Set<() => void>();
  let waiting: unknown[] = [];
  let ended = false,
    scheduled = false;
  const deliver = (): void => {
    scheduled = false;
    if (messageListeners.size === 0) return;
    const arrived = waiting;
    waiting = [];
    for (const message of arrived) for (const listener of messageListeners) listener(message);
  };
  const schedule = (): void => {
    if (scheduled || waiting.length === 0) return;
    scheduled = true;
    void Promise.resolve().then(deliver);
  };
  return {
    take(message) {
      waiting.push(message);
      schedule();
    },
    end() {
      ended = true;
      for (const listener of closeListeners) listener();
      closeListeners.clear();
    },
    onMessage(listener) {
      messageListeners.add(listener);
      schedule();
      return () => void messageListeners.delete(listener);
    },
    onClose(listener) {
      if (ended) listener();
      else closeListeners.add(listener);
      return () => void closeListeners.delete(listener);
    },
  };
}

import type { Clock } from '../../../shared/protocol/clock.ts';

export interface HeartbeatOptions {
  readonly clock: Clock;
  /** Asks for a sign of life; false where none can come any more. */
  ping(): Promise<boolean>;
  readonly everyMs: number;
  /** An answer that takes longer counts as silence, until it comes. */
  readonly silentAfterMs: number;
  /** Told when the other side falls silent (false) and when it is back. */
  onDidChange(isAnswering: boolean): void;
}

/** Asks for a sign of life now and then, one at a time. Gives back how to end it. */
export function startHeartbeat({ clock, ping, everyMs, silentAfterMs, onDidChange }: HeartbeatOptions): () => void {
  let askedAtMs: number | null = null,
    isAnswering = true,
    ended = false;
  let cancel = (): void => {};
  const tell = (next: boolean): void => {
    if (ended || next === isAnswering) return;
    isAnswering = next;
    onDidChange(next);
  };
  const ask = async (): Promise<void> => {
    askedAtMs = clock.nowMs();
    const answered = await ping();
    askedAtMs = null;
    if (answered) tell(true);
  };
  const beat = (): void => {
    if (askedAtMs === null) void ask();
    else if (clock.nowMs() - askedAtMs >= silentAfterMs) tell(false);
    cancel = clock.after(everyMs, beat);
  };
  beat();
  return () => {
    ended = true;
    cancel();
  };
}

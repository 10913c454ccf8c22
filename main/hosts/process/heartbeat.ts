import type { Clock } from '../../../shared/protocol/clock.ts';

export interface HeartbeatOptions {
  readonly clock: Clock;
  /** Asks for a sign of life; false where none can come any more. */
  ping(): Promise<boolean>;
  readonly everyMs: number;
  /** An answer that takes longer counts as silence, until it comes; more is allowed to one who was slow of late, as with a model whose steps take seconds. */
  readonly silentAfterMs: number;
  /** Told when the other side falls silent (false) and when it is back. */
  onDidChange(isAnswering: boolean): void;
}

/** Share of the slowest answer that the next one leaves to be remembered, and the most that is made of it. */
const remembered = 0.9,
  mostPatienceMs = 10_000;

/** Asks for a sign of life now and then, one at a time. Gives back how to end it. */
export function startHeartbeat({ clock, ping, everyMs, silentAfterMs, onDidChange }: HeartbeatOptions): () => void {
  let askedAtMs: number | null = null,
    slowestMs = 0,
    isAnswering = true,
    ended = false;
  let cancel = (): void => {};
  const tell = (next: boolean): void => {
    if (ended || next === isAnswering) return;
    isAnswering = next;
    onDidChange(next);
  };
  const ask = async (): Promise<void> => {
    const atMs = clock.nowMs();
    askedAtMs = atMs;
    const answered = await ping();
    askedAtMs = null;
    if (!answered) return;
    slowestMs = Math.max(clock.nowMs() - atMs, slowestMs * remembered);
    tell(true);
  };
  const beat = (): void => {
    if (askedAtMs === null) void ask();
    else if (clock.nowMs() - askedAtMs >= Math.max(silentAfterMs, Math.min(2 * slowestMs, mostPatienceMs))) tell(false);
    cancel = clock.after(everyMs, beat);
  };
  beat();
  return () => {
    ended = true;
    cancel();
  };
}

/** Time, given to what is pure: the hosts have the real one, tests turn their own. */
export interface Clock {
  /** Milliseconds since some moment; never runs backwards. */
  nowMs(): number;
  /** Runs `action` once after `delayMs`; what it gives back calls that off. */
  after(delayMs: number, action: () => void): () => void;
}

/** Keeps the machine from sleeping while it is wanted, where the browser can. `end` lets it sleep for good. */
export function holdAwake(): { want(wanted: boolean): void; end(): void } {
  let wanted = false,
    asking = false,
    lock: WakeLockSentinel | null = null;
  const follow = async (): Promise<void> => {
    if (asking) return;
    if (!wanted) {
      const held = lock;
      lock = null;
      await held?.release();
      return;
    }
    // The browser takes the lock away from a page that is not seen; it is asked for again on coming back.
    if (lock || !('wakeLock' in navigator) || document.visibilityState !== 'visible') return;
    asking = true;
    try {
      const granted = await navigator.wakeLock.request('screen');
      granted.addEventListener('release', () => {
        if (lock === granted) lock = null;
      });
      lock = granted;
    } catch {
      // Refused, e.g. on low battery: training goes on all the same.
    } finally {
      asking = false;
    }
    if (!wanted) await follow();
  };
  const onDidShow = (): void => void follow();
  document.addEventListener('visibilitychange', onDidShow);
  const want = (next: boolean): void => {
    if (next === wanted) return;
    wanted = next;
    void follow();
  };
  return {
    want,
    end() {
      document.removeEventListener('visibilitychange', onDidShow);
      want(false);
    },
  };
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Waits for a signal to end; `onSignal` is told of it. A second one ends the process at once. */
export function untilSignal(onSignal: () => void): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const take = (signal: NodeJS.Signals): void => {
      if (asked) {
        for (const each of signals) process.off(each, take);
        process.kill(process.pid, signal);
        return;
      }
      asked = true;
      onSignal();
      resolve();
    };
    for (const signal of signals) process.on(signal, take);
  });
}

import type { RunHandle } from '../../engine/engine.ts';
import type { Terminal } from './terminal.ts';

/** What an impatient user sends from a terminal, and a service manager. */
const signals = ['SIGINT', 'SIGTERM'] as const;

/** While it lasts, the first signal stops the run at its next batch boundary, with a checkpoint; a second one ends the process at once, after `beforeQuit`. Gives the way to end it. */
export function stopOnSignal(handle: Pick<RunHandle, 'stop'>, { aside }: Pick<Terminal, 'aside'>, beforeQuit: () => void): () => void {
  let asked = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (asked) {
      release();
      beforeQuit();
      process.kill(process.pid, signal);
      return;
    }
    asked = true;
    aside({
      en: '\nStopping at the next batch, with a checkpoint. Once more to quit at once.',
      zh: '\n将在下一个批次处停止并保存检查点。再次按下则立即退出。',
    });
    handle.stop();
  };
  const release = (): void => {
    for (const signal of signals) process.off(signal, onSignal);
  };
  for (const signal of signals) process.on(signal, onSignal);
  return release;
}

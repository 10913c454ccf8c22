import { useRunStore } from '../stores/runStore.ts';
import type { Command } from '../stores/commandStore.ts';
import { controlRun, runInProgress, startTraining, whyNotTrain } from './runActions.ts';

const isPaused = (): boolean => {
  const run = runInProgress();
  return run !== null && useRunStore.getState().runs[run]?.status === 'paused';
};
const menu = (section: string) => ({ name: 'run', section }) as const;

/** What can be done with training, for menus, the command palette and the keyboard. */
export const trainingCommands: readonly Command[] = [
  // On a paused run, the key that starts goes on.
  {
    id: 'training.train',
    title: 'training.command.run',
    shortcuts: ['F5'],
    menu: menu('run'),
    inText: true,
    anywhere: true,
    enabled: () => isPaused() || whyNotTrain() === null,
    run: () => void (isPaused() ? controlRun('resume') : startTraining()),
  },
  {
    id: 'training.pause',
    title: 'training.command.pause',
    shortcuts: ['F6'],
    menu: menu('run'),
    inText: true,
    anywhere: true,
    enabled: () => runInProgress() !== null && !isPaused(),
    run: () => void controlRun('pause'),
  },
  {
    id: 'training.step',
    title: 'training.command.step',
    shortcuts: ['F10'],
    menu: menu('run'),
    inText: true,
    anywhere: true,
    enabled: isPaused,
    run: () => void controlRun('step'),
  },
  {
    id: 'training.stop',
    title: 'training.command.stop',
    shortcuts: ['Shift+F5'],
    menu: menu('run'),
    inText: true,
    anywhere: true,
    enabled: () => runInProgress() !== null,
    run: () => void controlRun('stop'),
  },
];

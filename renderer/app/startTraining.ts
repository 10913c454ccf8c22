import { runCommand } from '../stores/commandStore.ts';

/** The command that the training room registers for starting a run. */
export const trainCommand = 'training.run';

/** Starts a run of the open document, as the run bar's button does; false where nothing can be trained now. */
export const startTraining = (): boolean => runCommand(trainCommand);

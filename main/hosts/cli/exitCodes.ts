/** How a command ends. */
export const exitCodes = {
  /** Done as asked; a run stopped by a signal, with a checkpoint, is done too. */
  done: 0,
  /** The input is at fault: a document, data, a run, a value out of what the run allows. */
  input: 1,
  /** The command line itself cannot be understood. */
  usage: 2,
  /** The engine failed. */
  engine: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

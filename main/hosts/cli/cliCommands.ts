import type { CliCommand } from './cliCommand.ts';
import { benchCommand } from './commands/bench.ts';
import { datasetsCommand } from './commands/datasets.ts';
import { decodeCommand } from './commands/decode.ts';
import { doctorCommand } from './commands/doctor.ts';
import { encodeCommand } from './commands/encode.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { exportCommand } from './commands/export.ts';
import { resumeCommand } from './commands/resume.ts';
import { sampleCommand } from './commands/sample.ts';
import { serveCommand } from './commands/serve.ts';
import { templatesCommand } from './commands/templates.ts';
import { trainCommand } from './commands/train.ts';
import { validateCommand } from './commands/validate.ts';

/** Every command, in the order of the help. */
export const cliCommands: readonly CliCommand[] = [
  trainCommand,
  resumeCommand,
  evaluateCommand,
  encodeCommand,
  decodeCommand,
  sampleCommand,
  exportCommand,
  templatesCommand,
  validateCommand,
  datasetsCommand,
  doctorCommand,
  benchCommand,
  serveCommand,
];

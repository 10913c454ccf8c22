import { startCommand } from './commands/start.ts';
import { processWorld } from './processWorld.ts';
import { runCli } from './runCli.ts';

// The entry of `npm start`: the main job, in the terminal.
process.exitCode = await runCli(['start', ...process.argv.slice(2)], processWorld(), [startCommand]);

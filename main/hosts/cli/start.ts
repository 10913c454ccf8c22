import { openCommand } from './commands/open.ts';
import { startCommand } from './commands/start.ts';
import { processWorld } from './processWorld.ts';
import { runCli } from './runCli.ts';

// The entry of `npm start`: the app, or with --terminal the main job without one.
const args = process.argv.slice(2);
const command = args.includes('--terminal') ? startCommand : openCommand;
process.exitCode = await runCli(['start', ...args.filter((argument) => argument !== '--terminal')], processWorld(), [command]);

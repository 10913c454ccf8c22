import { processWorld } from './processWorld.ts';
import { runCli } from './runCli.ts';

// The entry of `npm run -s hourglass -- <command>`.
process.exitCode = await runCli(process.argv.slice(2), processWorld());

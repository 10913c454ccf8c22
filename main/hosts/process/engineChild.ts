import { serve } from '../../../shared/protocol/server.ts';
import { createEngine } from '../../engine/engine.ts';
import { decodeChildOptions } from './childOptions.ts';
import { createEngineService } from './engineService.ts';
import { processChannel } from './processChannel.ts';
import { systemClock } from './systemClock.ts';

/** The engine as a process of its own, started by `engineProcess.ts`: serves the contract to its parent, and ends with it. */
const options = decodeChildOptions(process.argv[2]);
const { service, close } = createEngineService(createEngine(options), options);
serve({ channel: processChannel(process), service, clock: systemClock });

// The parent is gone or wants an end: the run in progress stops at its next batch, with a checkpoint.
process.once('disconnect', () => void close().finally(() => process.exit(0)));
// Ctrl-C at a terminal reaches the whole process group; what becomes of the run is the parent's to say.
process.on('SIGINT', () => {});

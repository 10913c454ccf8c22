import { isOver } from '../../../shared/protocol/runBoard.ts';
import type { EngineService } from '../../../shared/protocol/server.ts';
import type { RunState } from '../../../shared/run/runState.ts';

export interface RunNotices {
  /** Told when the first run begins (true) and when the last one is over (false). */
  onDidChangeTraining(isTraining: boolean): void;
  onDidEnd(state: RunState): void;
}

/** The same service, with its owner told when runs begin and end, whoever asked for them. */
export function noticeRuns(service: EngineService, { onDidChangeTraining, onDidEnd }: RunNotices): EngineService {
  const training = new Set<string>();
  const follow = (run: string): void => {
    if (training.has(run)) return;
    training.add(run);
    if (training.size === 1) onDidChangeTraining(true);
    let end: (() => void) | null = null;
    const look = (): void => {
      const state = service.runs.state(run);
      if (!training.has(run) || (state && !isOver(state.status))) return;
      training.delete(run);
      end?.();
      if (state) onDidEnd(state);
      if (training.size === 0) onDidChangeTraining(false);
    };
    end = service.runs.watch(run, look);
    look();
    if (!training.has(run)) end?.();
  };
  const { train, resume } = service.answers;
  return {
    ...service,
    answers: {
      ...service.answers,
      async train(asked) {
        const begun = await train(asked);
        if (begun.value) follow(begun.value.run);
        return begun;
      },
      async resume(asked) {
        const begun = await resume(asked);
        if (begun.value) follow(begun.value.run);
        return begun;
      },
    },
  };
}

import { CircleAlert, History, Pause, Play, Square, StepForward } from 'lucide-react';
import { useEffect } from 'react';
import { registerCommands } from '../stores/commandStore.ts';
import { useAnalysis } from '../stores/documentStore.ts';
import { useRunStore } from '../stores/runStore.ts';
import { useViewStore } from '../stores/viewStore.ts';
import { useText } from '../text/useText.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { controlRun, resumeRun, startTraining } from './runActions.ts';
import { watchedRun } from '../stores/watchedRun.ts';
import { useDocumentRuns } from './documentRuns.ts';
import { followDocumentRuns } from './followDocumentRuns.ts';
import { LiveControlsButton } from './LiveControlsButton.tsx';
import { RunMeter } from './RunMeter.tsx';
import { startRunNotices } from './runNotices.ts';
import { activeRun } from './runProgress.ts';
import { StatusBadge } from './StatusBadge.tsx';
import { trainBlock } from './trainBlock.ts';
import { trainingCommands } from './trainingCommands.ts';

/** Train, pause, step, stop; how the run stands and how far it is; the figures of the running model. One row, as wide as it is given room. */
export function RunBar() {
  const { t } = useText();
  const { issues } = useAnalysis();
  const engine = useRunStore((state) => state.engine);
  const active = useRunStore(activeRun);
  const own = useRunStore((state) => state.own);
  const chosen = useViewStore((state) => state.run);
  const name = useRunStore((state) => active ?? watchedRun(chosen, state));
  const shown = useRunStore(({ runs }) => runs[name ?? ''] ?? null);
  const isForeign = useDocumentRuns(({ lines }) => lines !== null) && name !== null && !own.includes(name);
  useEffect(() => registerCommands(trainingCommands), []);
  useEffect(startRunNotices, []);
  useEffect(followDocumentRuns, []);
  const isStarting = useRunStore((state) => state.isStarting) && active === null;
  const block = trainBlock({ engine, issues, active, isStarting });
  const status = isStarting ? 'waiting' : (shown?.status ?? null);
  // What the page last heard of a run is no longer sure while the engine cannot be heard.
  const silent = active !== null && engine !== 'ready' && !(status === 'waiting' && engine === 'not-answering');
  // An engine that is slow to answer still takes what it is asked; one that is gone does not.
  const deaf = silent && engine !== 'not-answering';
  const folder = shown?.start?.folder ?? null;
  const resumable = active === null && !isStarting && folder !== null && (status === 'lost' || status === 'stopped' || status === 'diverged');
  const why = block && block.key !== 'training.block.busy' ? t(block.key, block.values) : null;
  return (
    <div role="region" aria-label={t('training.name')} data-testid="training-runbar" className="@container flex min-w-0 flex-1 items-center gap-2">
      <div className="flex shrink-0 items-center gap-1" role="group" aria-label={t('training.controls')}>
        {active === null && (
          <Button
            look="primary"
            icon={<Play size={16} aria-hidden />}
            disabled={block !== null}
            aria-describedby={why ? 'training-why' : undefined}
            aria-keyshortcuts="F5"
            title={why ?? `${t('training.train')} (F5)`}
            onClick={() => void startTraining()}
          >
            {t('training.train')}
          </Button>
        )}
        {active !== null && status === 'paused' && (
          <Button look="primary" icon={<Play size={16} aria-hidden />} aria-keyshortcuts="F5" disabled={deaf} onClick={() => void controlRun('resume')}>
            {t('training.goOn')}
          </Button>
        )}
        {active !== null && status !== 'paused' && (
          <Button
            icon={<Pause size={16} aria-hidden />}
            aria-keyshortcuts="F6"
            disabled={deaf || status === 'waiting'}
            onClick={() => void controlRun('pause')}
          >
            {t('training.pause')}
          </Button>
        )}
        {active !== null && (
          <>
            <IconButton
              label={t('training.step')}
              shortcut="F10"
              icon={<StepForward size={16} />}
              disabled={deaf || status !== 'paused'}
              onClick={() => void controlRun('step')}
            />
            <IconButton label={t('training.stop')} shortcut="Shift+F5" icon={<Square size={16} />} disabled={deaf} onClick={() => void controlRun('stop')} />
            <LiveControlsButton />
          </>
        )}
        {resumable && (
          <Button
            icon={<History size={16} aria-hidden />}
            disabled={engine !== 'ready'}
            title={t('training.resumeHelp')}
            onClick={() => void resumeRun(folder)}
          >
            {t('training.resume')}
          </Button>
        )}
      </div>
      {why && (
        <button
          type="button"
          id="training-why"
          disabled={block?.key === 'training.block.engine'}
          title={why}
          onClick={() => useViewStore.getState().set({ sidePanel: 'problems' })}
          className="flex h-7 min-w-6 items-center gap-1.5 rounded-md px-1 text-ink-muted enabled:hover:bg-raised enabled:hover:text-ink"
        >
          <CircleAlert size={16} className="shrink-0 text-warning" aria-hidden />
          <span className="truncate">{why}</span>
        </button>
      )}
      {status !== null && (
        <div role="status" className={`shrink-0 items-center ${why ? 'hidden @xl:flex' : 'flex'}`}>
          <StatusBadge status={silent ? 'silent' : status} />
          {isForeign && shown?.start && (
            <span className="ms-2 hidden max-w-40 truncate text-ink-muted @lg:inline" title={t('training.foreign', { name: shown.start.name })}>
              {shown.start.name}
            </span>
          )}
        </div>
      )}
      {shown && status !== 'waiting' && !why && <RunMeter run={shown} silent={silent} />}
    </div>
  );
}

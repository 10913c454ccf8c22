import { Ellipsis, Eye } from 'lucide-react';
import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { Menu } from '@base-ui/react/menu';
import type { HistoryLine } from '../../shared/protocol/hostCalls.ts';
import { boxClass } from '../inspector/fields/boxClass.ts';
import { useDocument } from '../stores/documentStore.ts';
import { useRunStore } from '../stores/runStore.ts';
import { useViewStore } from '../stores/viewStore.ts';
import { useText } from '../text/useText.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { useWatchedName } from '../views/run/useWatchedRun.ts';
import { DeleteRunDialog } from './DeleteRunDialog.tsx';
import { liveLine } from './liveLine.ts';
import { resumeRun } from './runActions.ts';
import { openRunDocument, overlayRun, renameRun, runOf, showRun } from './runLibrary.ts';
import { isActive } from './runProgress.ts';
import { settingTitle } from './settingTitle.ts';
import { StatusBadge } from './StatusBadge.tsx';
import { agoWords, timeWords } from './timeLeft.ts';

interface RunLineProps {
  readonly line: HistoryLine;
  /** Settings in which the runs of the list differ. */
  readonly differing: readonly (keyof HistoryLine['settings'])[];
  changed(): void;
}

/** A run of the history with what can be done with it. */
export function RunLine({ line, differing, changed }: RunLineProps) {
  const { t, pick } = useText();
  const run = useRunStore(({ runs }) => runOf(runs, line.folder));
  // By epoch and end, not by tick.
  const { status, epochsDone, loss, validationLoss, seconds } = useRunStore(
    useShallow(({ runs }) => liveLine(line, run === null ? null : (runs[run] ?? null))),
  );
  const shown = useWatchedName() === run && run !== null;
  const overlaid = useViewStore((state) => run !== null && state.overlay.includes(run));
  const { training } = useDocument();
  const [naming, setNaming] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const { folder, settings, at } = line;
  const name = line.title ?? line.name;
  const ago = at === null ? null : agoWords(at, Date.now()),
    took = timeWords(seconds);
  const figures = [
    t('training.epochOf', { epoch: epochsDone, epochs: settings.epochs }),
    ...(validationLoss !== null
      ? [t('training.validationLoss', { loss: validationLoss.toPrecision(4) })]
      : loss !== null
        ? [t('training.loss', { loss: loss.toPrecision(4) })]
        : []),
    t(took.key, took.values),
  ];
  const rename = (title: string): void => {
    setNaming(false);
    if (title.trim() !== name) void renameRun(folder, title.trim()).then(changed);
  };
  const item = 'flex min-h-7 cursor-default items-center px-3 py-1 outline-none data-disabled:opacity-50 data-highlighted:bg-accent-soft';
  return (
    <li aria-current={shown} className="px-3 py-2 aria-[current=true]:bg-accent-soft">
      <div className="flex items-center gap-2">
        {naming ? (
          <input
            autoFocus
            aria-label={t('training.history.title')}
            defaultValue={name}
            maxLength={200}
            className={`${boxClass} border-line`}
            onBlur={(event) => rename(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') rename(event.currentTarget.value);
              if (event.key === 'Escape') setNaming(false);
            }}
          />
        ) : (
          <span className="min-w-0 flex-1 truncate font-medium" title={`${name}\n${folder}`}>
            {name}
          </span>
        )}
        <StatusBadge status={status} />
      </div>
      <p className="mt-0.5 flex flex-wrap gap-x-2 text-xs text-ink-muted tabular-nums">
        {ago && at !== null && (
          <time dateTime={at} title={new Date(at).toLocaleString()}>
            {t(ago.key, ago.values)}
          </time>
        )}
        {figures.map((figure) => (
          <span key={figure}>{figure}</span>
        ))}
      </p>
      {differing.length > 0 && (
        <p className="flex flex-wrap gap-x-2 text-xs">
          {differing.map((setting) => (
            <span key={setting} className="whitespace-nowrap">
              <span className="text-ink-muted">{t(`training.setting.${setting}`)}</span> {pick(settingTitle(setting, String(settings[setting])))}
            </span>
          ))}
        </p>
      )}
      <div className="-ms-2.5 mt-1 flex items-center gap-1">
        <Button look="quiet" icon={<Eye size={16} aria-hidden />} disabled={shown} onClick={() => void showRun(folder)}>
          {t(shown ? 'training.history.shown' : 'training.history.show')}
        </Button>
        <label
          className={`inline-flex min-h-7 items-center gap-1.5 rounded-md px-2 font-medium ${shown ? 'text-ink-muted' : 'hover:bg-raised'}`}
          title={t('training.history.overlayHelp')}
        >
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={overlaid && !shown}
            disabled={shown}
            aria-label={t('training.history.overlayOf', { name })}
            onChange={(event) => void overlayRun(folder, event.target.checked)}
          />
          {t('training.history.overlay')}
        </label>
        <Menu.Root>
          <Menu.Trigger render={<IconButton label={t('training.history.more', { name })} icon={<Ellipsis size={16} />} />} />
          <Menu.Portal>
            <Menu.Positioner className="z-50" sideOffset={4}>
              <Menu.Popup className="min-w-44 rounded-lg border border-line bg-panel py-1 text-ink shadow-(--shadow) outline-none">
                <Menu.Item
                  className={item}
                  disabled={isActive(status) || line.checkpoints.length === 0}
                  onClick={() => void resumeRun(folder, epochsDone >= settings.epochs ? epochsDone + training.epochs : undefined)}
                >
                  {epochsDone >= settings.epochs ? t('training.history.moreEpochs', { count: training.epochs }) : t('training.resume')}
                </Menu.Item>
                <Menu.Item className={item} onClick={() => void openRunDocument(folder)}>
                  {t('training.history.openModel')}
                </Menu.Item>
                <Menu.Item className={item} onClick={() => setNaming(true)}>
                  {t('training.history.rename')}
                </Menu.Item>
                <Menu.Item className={`${item} text-error`} disabled={isActive(status)} onClick={() => setDeleting(true)}>
                  {t('training.history.delete')}
                </Menu.Item>
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      </div>
      <DeleteRunDialog open={deleting} name={name} folder={folder} onClose={() => setDeleting(false)} changed={changed} />
    </li>
  );
}

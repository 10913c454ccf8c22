import { Menu } from '@base-ui/react/menu';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import type { Issue } from '../../../shared/check/issue.ts';
import type { ProjectLine } from '../../../shared/protocol/hostCalls.ts';
import { useMoment } from '../../text/useMoment.ts';
import { useText } from '../../text/useText.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { tell } from '../../ui/tell.ts';
import { deleteProject, downloadProject, duplicateProject, openProject, renameProject, replaceDocument } from '../project/projectActions.ts';
import { bytesText } from '../project/projectLines.ts';
import { ProjectPicture } from './ProjectPicture.tsx';

export interface ProjectRowProps {
  readonly line: ProjectLine;
  /** Names of every project of the library. */
  readonly taken: readonly string[];
  readonly isOpen: boolean;
  onChanged(): void;
}

/** One project of the library: its picture and facts, and what can be done with it. */
export function ProjectRow({ line, taken, isOpen, onChanged }: ProjectRowProps) {
  const { t } = useText();
  const moment = useMoment();
  const [mode, setMode] = useState<'shown' | 'renaming' | 'deleting'>('shown'),
    [name, setName] = useState(line.name),
    [busy, setBusy] = useState(false);
  const change = async (work: Promise<readonly Issue[]>): Promise<void> => {
    setBusy(true);
    const issues = await work;
    setBusy(false);
    tell(issues);
    if (issues.some(({ severity }) => severity === 'error')) return;
    setMode('shown');
    onChanged();
  };
  if (mode === 'renaming') {
    return (
      <li className="px-3 py-3">
        <form
          className="flex items-center gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() === line.name) setMode('shown');
            else void change(renameProject(line.name, name.trim()));
          }}
        >
          <input
            autoFocus
            aria-label={t('app.projectName')}
            value={name}
            onFocus={({ target }) => target.select()}
            onChange={({ target }) => setName(target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              // The dialog stays: it is the field that is left.
              event.stopPropagation();
              setMode('shown');
            }}
            maxLength={80}
            className="h-8 min-w-0 flex-1 rounded-md border border-line bg-panel px-2"
          />
          <Button onClick={() => setMode('shown')}>{t('app.cancel')}</Button>
          <Button look="primary" type="submit" disabled={busy || name.trim() === ''}>
            {t('app.rename')}
          </Button>
        </form>
      </li>
    );
  }
  if (mode === 'deleting') {
    return (
      <li className="flex items-center gap-2 bg-error-soft px-3 py-3">
        <span className="min-w-0 flex-1 wrap-anywhere">{t('app.deleteProject', { name: line.name, runs: line.runs, versions: line.versions })}</span>
        <Button autoFocus onClick={() => setMode('shown')}>
          {t('app.cancel')}
        </Button>
        <Button look="danger" disabled={busy} onClick={() => void change(deleteProject(line.name))}>
          {t('app.delete')}
        </Button>
      </li>
    );
  }
  return (
    <li className="flex items-center gap-2 pr-2 hover:bg-raised">
      <button
        type="button"
        title={line.name}
        className="flex min-w-0 flex-1 cursor-default items-center gap-3 rounded-md py-2 pr-2 pl-3 text-left"
        onClick={() => replaceDocument(() => void openProject(line.name))}
      >
        {/* The name first: it is what the row is called. */}
        <span className="order-2 min-w-0 flex-1">
          <span className="flex min-w-0 items-center gap-2">
            <span className="truncate font-medium">{line.name}</span>
            {isOpen ? <Badge tone="good">{t('app.projectOpen')}</Badge> : null}
            {line.draftAt === null ? null : <Badge tone="warning">{t('app.unsaved')}</Badge>}
          </span>
          <span className="block truncate text-ink-muted">
            {t('app.projectFacts', { when: moment(line.savedAt), size: bytesText(line.bytes), runs: line.runs, versions: line.versions })}
          </span>
        </span>
        <span className="order-1">
          <ProjectPicture line={line} />
        </span>
      </button>
      <Menu.Root>
        <Menu.Trigger
          aria-label={t('app.projectActions', { name: line.name })}
          disabled={busy}
          className="inline-flex size-7 shrink-0 cursor-default items-center justify-center rounded-md text-ink-muted hover:bg-panel hover:text-ink data-popup-open:bg-panel"
        >
          <Ellipsis size={16} />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className="z-50 outline-none" sideOffset={4} align="end">
            <Menu.Popup className="min-w-40 rounded-lg border border-line bg-panel py-1 text-ink shadow-(--shadow) outline-none">
              <Entry title={t('app.rename')} onClick={() => setMode('renaming')} />
              <Entry title={t('app.duplicate')} onClick={() => void change(duplicateProject(line.name, taken))} />
              <Entry title={t('app.downloadProject')} onClick={() => void downloadProject(line.name).then(tell)} />
              <Menu.Separator className="mx-2 my-1 h-px bg-line" />
              <Entry title={t('app.delete')} danger onClick={() => setMode('deleting')} />
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </li>
  );
}

function Entry({ title, danger = false, onClick }: { readonly title: string; readonly danger?: boolean; onClick(): void }) {
  return (
    <Menu.Item
      onClick={onClick}
      className={`flex min-h-7 cursor-default items-center px-3 py-1 outline-none select-none data-highlighted:bg-accent-soft ${danger ? 'text-error' : ''}`}
    >
      {title}
    </Menu.Item>
  );
}

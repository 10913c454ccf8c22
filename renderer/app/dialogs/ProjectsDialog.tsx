import { FolderOpen, Pencil, Search, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ProjectLine } from '../../../shared/protocol/hostCalls.ts';
import { useMoment } from '../../text/useMoment.ts';
import { useText } from '../../text/useText.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { IssueList } from '../../ui/IssueList.tsx';
import { tell } from '../../ui/tell.ts';
import { useClient } from '../connection.ts';
import { chooseFile, forgetProject, openProject, replaceDocument } from '../project/projectActions.ts';
import { useAnswer } from '../useAnswer.ts';
import { closeDialog, openDialog } from './openDialog.ts';

/** The project library: open, rename, delete. */
export function ProjectsDialog() {
  const { t } = useText();
  const { value, issues, isLoading, again } = useAnswer('projects.list', null);
  const [query, setQuery] = useState('');
  const shown = (value ?? []).filter(({ name }) => name.toLowerCase().includes(query.trim().toLowerCase()));
  return (
    <Dialog
      open
      onClose={closeDialog}
      title={t('app.projects')}
      size="medium"
      footer={
        <>
          <Button onClick={chooseFile}>{t('app.import')}</Button>
          <Button onClick={() => openDialog('templates')}>{t('app.newFromTemplate')}</Button>
        </>
      }
    >
      {issues.length > 0 ? <IssueList issues={issues} /> : null}
      {value && value.length > 0 ? (
        <>
          <label className="mb-3 flex h-8 items-center gap-2 rounded-md border border-line px-2 focus-within:border-accent">
            <Search size={16} className="text-ink-muted" aria-hidden />
            <input
              autoFocus
              aria-label={t('app.searchProjects')}
              placeholder={t('app.searchProjects')}
              value={query}
              onChange={({ target }) => setQuery(target.value)}
              className="h-full flex-1 bg-transparent outline-none"
            />
          </label>
          <ul className="divide-y divide-line rounded-md border border-line">
            {shown.map((line) => (
              <ProjectRow key={line.name} line={line} onChanged={again} />
            ))}
          </ul>
        </>
      ) : null}
      {value?.length === 0 ? (
        <EmptyState icon={<FolderOpen size={16} />} title={t('app.noProjects')}>
          {t('app.noProjects.about')}
        </EmptyState>
      ) : null}
      {isLoading ? <p className="text-ink-muted">{t('app.loading')}</p> : null}
    </Dialog>
  );
}

function ProjectRow({ line, onChanged }: { readonly line: ProjectLine; onChanged(): void }) {
  const { t } = useText();
  const moment = useMoment();
  const client = useClient();
  const [mode, setMode] = useState<'shown' | 'renaming' | 'deleting'>('shown'),
    [name, setName] = useState(line.name);
  const rename = async (): Promise<void> => {
    const { issues } = await client.call('projects.rename', { name: line.name, to: name.trim() });
    if (issues.length > 0) return tell(issues);
    forgetProject(line.name, name.trim());
    setMode('shown');
    onChanged();
  };
  const remove = async (): Promise<void> => {
    const { issues } = await client.call('projects.delete', { name: line.name });
    if (issues.length > 0) return tell(issues);
    forgetProject(line.name);
    onChanged();
  };
  if (mode === 'renaming') {
    return (
      <li className="flex items-center gap-2 px-3 py-2">
        <form
          className="flex flex-1 items-center gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            void rename();
          }}
        >
          <input
            autoFocus
            aria-label={t('app.projectName')}
            value={name}
            onChange={({ target }) => setName(target.value)}
            maxLength={80}
            className="h-7 flex-1 rounded-md border border-line bg-panel px-2"
          />
          <Button onClick={() => setMode('shown')}>{t('app.cancel')}</Button>
          <Button look="primary" type="submit">
            {t('app.rename')}
          </Button>
        </form>
      </li>
    );
  }
  if (mode === 'deleting') {
    return (
      <li className="flex items-center gap-2 bg-error-soft px-3 py-2">
        <span className="min-w-0 flex-1">{t('app.deleteProject', { name: line.name, runs: line.runs, versions: line.versions })}</span>
        <Button onClick={() => setMode('shown')}>{t('app.cancel')}</Button>
        <Button look="danger" onClick={() => void remove()}>
          {t('app.delete')}
        </Button>
      </li>
    );
  }
  return (
    <li className="flex items-center gap-2 pr-2 hover:bg-raised">
      <button
        type="button"
        className="flex min-h-11 min-w-0 flex-1 cursor-default items-center gap-3 px-3 py-1.5 text-left"
        onClick={() => replaceDocument(() => void openProject(line.name))}
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{line.name}</span>
          <span className="block truncate text-ink-muted">
            {t('app.projectFacts', { when: moment(line.savedAt), runs: line.runs, versions: line.versions })}
          </span>
        </span>
        {line.draftAt === null ? null : <Badge tone="warning">{t('app.unsaved')}</Badge>}
      </button>
      <IconButton label={`${t('app.rename')}: ${line.name}`} icon={<Pencil size={16} />} onClick={() => setMode('renaming')} />
      <IconButton label={`${t('app.delete')}: ${line.name}`} icon={<Trash2 size={16} />} onClick={() => setMode('deleting')} />
    </li>
  );
}

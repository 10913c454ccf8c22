import { FolderOpen, Search, Upload } from 'lucide-react';
import { useState } from 'react';
import { useDocumentStore } from '../../stores/documentStore.ts';
import { useViewStore } from '../../stores/viewStore.ts';
import { useText } from '../../text/useText.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { IssueList } from '../../ui/IssueList.tsx';
import { Select } from '../../ui/Select.tsx';
import { chooseFile } from '../project/projectActions.ts';
import { arrangeProjects, projectOrders } from '../project/projectLines.ts';
import type { ProjectOrder } from '../project/projectLines.ts';
import { useAnswer } from '../useAnswer.ts';
import { closeDialog, openDialog } from './openDialog.ts';
import { ProjectRow } from './ProjectRow.tsx';

/** The project library: find, open, rename, duplicate, delete, download, upload. */
export function ProjectsDialog() {
  const { t } = useText();
  const { value, issues, isLoading, again } = useAnswer('projects.list', null);
  const recent = useViewStore((state) => state.recent);
  const open = useDocumentStore(({ place }) => place.project);
  const [query, setQuery] = useState(''),
    [order, setOrder] = useState<ProjectOrder>('opened');
  const all = value ?? [];
  const shown = arrangeProjects(all, query, order, recent);
  const taken = all.map(({ name }) => name);
  return (
    <Dialog
      open
      onClose={closeDialog}
      title={t('app.projects')}
      size="medium"
      footer={
        <>
          <span className="mr-auto self-center text-ink-muted">{t('app.dropHere')}</span>
          <Button icon={<Upload size={16} />} onClick={chooseFile}>
            {t('app.import')}
          </Button>
          <Button onClick={() => openDialog('templates')}>{t('app.newFromTemplate')}</Button>
        </>
      }
    >
      {issues.length > 0 ? <IssueList issues={issues} /> : null}
      {all.length > 0 ? (
        <>
          <div className="mb-3 flex items-center gap-2">
            <label className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md border border-line px-2 focus-within:border-accent">
              <Search size={16} className="text-ink-muted" aria-hidden />
              <input
                autoFocus
                aria-label={t('app.searchProjects')}
                placeholder={t('app.searchProjects')}
                value={query}
                onChange={({ target }) => setQuery(target.value)}
                className="h-full min-w-0 flex-1 bg-transparent outline-none"
              />
            </label>
            <Select<ProjectOrder>
              label={t('app.projectOrder')}
              value={order}
              className="w-44 shrink-0"
              options={projectOrders.map((each) => ({ value: each, title: t(`app.projectOrder.${each}`) }))}
              onChange={setOrder}
            />
          </div>
          {shown.length > 0 ? (
            <ul className="divide-y divide-line overflow-hidden rounded-md border border-line">
              {shown.map((line) => (
                <ProjectRow key={line.name} line={line} taken={taken} isOpen={line.name === open} onChanged={again} />
              ))}
            </ul>
          ) : (
            <p role="status" className="py-6 text-center text-ink-muted">
              {t('app.nothingFound')}
            </p>
          )}
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

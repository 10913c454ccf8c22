import { useEffect, useState } from 'react';
import { isUnsaved, useDocumentStore } from '../../stores/documentStore.ts';
import { useText } from '../../text/useText.ts';
import { tell } from '../../ui/tell.ts';

/** The document's name, to be edited in place, with a dot while there are unsaved changes. */
export function DocumentTitle() {
  const { t } = useText();
  const name = useDocumentStore((state) => state.history.present.name);
  const unsaved = useDocumentStore(isUnsaved);
  const [draft, setDraft] = useState<string | null>(null);
  useEffect(() => {
    document.title = `${unsaved ? '• ' : ''}${name || t('app.untitled')} – ${t('app.name')}`;
  }, [name, unsaved, t]);
  const commit = (): void => {
    if (draft !== null && draft.trim() !== name) tell(useDocumentStore.getState().edit([{ do: 'rename', name: draft.trim() }]));
    setDraft(null);
  };
  return (
    <div className="flex min-w-0 items-center gap-1.5">
      <input
        aria-label={t('app.documentName')}
        className="field-sizing-content h-7 max-w-48 min-w-16 rounded-md border border-transparent bg-transparent px-1.5 font-semibold text-ellipsis hover:border-line focus:border-accent focus:bg-panel"
        value={draft ?? name}
        placeholder={t('app.untitled')}
        maxLength={200}
        onChange={({ target }) => setDraft(target.value)}
        onBlur={commit}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') currentTarget.blur();
          if (key === 'Escape') setDraft(null);
        }}
      />
      <span
        role="img"
        aria-label={unsaved ? t('app.unsaved') : t('app.saved')}
        title={unsaved ? t('app.unsaved') : t('app.saved')}
        className={`size-2 shrink-0 rounded-full ${unsaved ? 'bg-warning' : 'border border-line-strong'}`}
        data-testid="app-unsaved"
        data-unsaved={unsaved}
      />
    </div>
  );
}

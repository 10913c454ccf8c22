import { FilePlus2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { templateIds, templates } from '../../../shared/templates/templates.ts';
import type { TemplateId } from '../../../shared/templates/templates.ts';
import { useText } from '../../text/useText.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { newEmpty, newFromTemplate } from '../project/projectActions.ts';
import { GraphThumbnail } from './GraphThumbnail.tsx';
import { closeDialog } from './openDialog.ts';

/** The articles' models bear the article's number. */
const isOfArticle = (id: TemplateId): boolean => /^\d/.test(id);

/** Documents to begin with: the empty one, the models, those of the founding articles as they were meant, and as they were printed. */
export function TemplateGallery() {
  const { t, pick } = useText();
  const [query, setQuery] = useState('');
  const matches = (id: TemplateId): boolean => `${pick(templates[id].title)} ${pick(templates[id].summary)}`.toLowerCase().includes(query.trim().toLowerCase());
  const found = templateIds.filter(matches);
  const sections = [
    { id: 'models', ids: found.filter((id) => !templates[id].published && !isOfArticle(id)) },
    { id: 'articles', ids: found.filter((id) => !templates[id].published && isOfArticle(id)) },
    { id: 'faulty', ids: found.filter((id) => templates[id].published) },
  ] as const;
  return (
    <Dialog open onClose={closeDialog} title={t('app.templates')} description={t('app.templates.about')} size="large">
      <input
        autoFocus
        type="search"
        aria-label={t('app.searchTemplates')}
        placeholder={t('app.searchTemplates')}
        value={query}
        onChange={({ target }) => setQuery(target.value)}
        className="mb-4 h-8 w-72 max-w-full rounded-md border border-line bg-panel px-2"
      />
      {sections.map(({ id: section, ids }) =>
        ids.length > 0 ? (
          <section key={section} aria-labelledby={`templates-${section}`} className="mb-6">
            <h3 id={`templates-${section}`} className="font-semibold">
              {t(`app.templates.${section}`)}
            </h3>
            <p className="mb-2 text-ink-muted">{t(`app.templates.${section}.about`)}</p>
            <ul className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-3">
              {section === 'models' && query === '' ? (
                <li>
                  <EmptyCard />
                </li>
              ) : null}
              {ids.map((id) => (
                <li key={id}>
                  <TemplateCard id={id} />
                </li>
              ))}
            </ul>
          </section>
        ) : null,
      )}
      {found.length === 0 ? <p className="py-6 text-center text-ink-muted">{t('app.nothingFound')}</p> : null}
    </Dialog>
  );
}

const card = 'flex h-full w-full cursor-default flex-col rounded-lg border border-line bg-panel text-left hover:border-accent';

function EmptyCard() {
  const { t } = useText();
  return (
    <button type="button" className={card} onClick={newEmpty}>
      <span className="flex h-24 w-full items-center justify-center rounded-t-lg bg-raised text-ink-muted">
        <FilePlus2 size={16} />
      </span>
      <span className="px-3 py-2">
        <span className="block font-semibold">{t('app.newEmpty')}</span>
        <span className="line-clamp-3 text-ink-muted">{t('app.newEmpty.about')}</span>
      </span>
    </button>
  );
}

function TemplateCard({ id }: { readonly id: TemplateId }) {
  const { t, pick, language } = useText();
  const { title, summary, published, codes } = templates[id];
  const document = useMemo(() => templates[id].build(language), [id, language]);
  return (
    <button type="button" className={card} data-testid={`app-template-${id}`} onClick={() => newFromTemplate(id)}>
      <span className="block h-24 w-full rounded-t-lg bg-raised p-2">
        <GraphThumbnail document={document} className="h-full w-full" />
      </span>
      <span className="w-full px-3 py-2">
        <span className="flex items-start justify-between gap-2">
          <span className="min-w-0 font-semibold">{pick(title)}</span>
          {published ? (
            <Badge tone={codes.length > 0 ? 'warning' : 'good'}>{codes.length > 0 ? t('app.faults', { count: codes.length }) : t('app.sound')}</Badge>
          ) : null}
        </span>
        <span className="line-clamp-3 text-ink-muted">{pick(summary)}</span>
      </span>
    </button>
  );
}

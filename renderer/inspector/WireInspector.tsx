import { Unplug } from 'lucide-react';
import type { EdgeRecord } from '../../shared/graph/document.ts';
import { endTitle } from '../../shared/graph/titles.ts';
import { showShape } from '../../shared/nodes/tensorSpec.ts';
import { useAnalysis, useDocumentStore } from '../stores/documentStore.ts';
import { useText } from '../text/useText.ts';
import { Button } from '../ui/Button.tsx';
import { tell } from '../ui/tell.ts';
import { NodeIssues } from './NodeIssues.tsx';
import { Section } from './Section.tsx';

/** One wire: what runs along it, from where to where. */
export function WireInspector({ edge }: { readonly edge: EdgeRecord }) {
  const { t, pick } = useText();
  const { shaped, issues } = useAnalysis();
  const spec = shaped.nodes[edge.from.node]?.outputs[edge.from.port];
  const own = issues.filter(({ at }) => at.edge === edge.id);
  const end = (place: EdgeRecord['from']): string => pick(endTitle(shaped.wired.document, place));
  const facts = [
    [t('inspector.from'), end(edge.from)],
    [t('inspector.to'), end(edge.to)],
    [t('inspector.shape'), spec ? showShape(spec.shape) : t('inspector.unknown')],
    [t('inspector.type'), spec?.dtype ?? '–'],
  ] as const;
  return (
    <>
      <header className="flex items-center justify-between gap-2 px-3 py-2.5">
        <h2 className="font-semibold">{t('inspector.wire')}</h2>
        <Button icon={<Unplug size={16} aria-hidden />} onClick={() => tell(useDocumentStore.getState().edit([{ do: 'disconnect', ids: [edge.id] }]))}>
          {t('inspector.disconnect')}
        </Button>
      </header>
      {own.length > 0 && (
        <Section title={t('inspector.problems')}>
          <NodeIssues issues={own} />
        </Section>
      )}
      <Section title={t('inspector.tensor')}>
        <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
          {facts.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-ink-muted">{name}</dt>
              <dd className="truncate text-end font-medium" title={value}>
                {value}
              </dd>
            </div>
          ))}
        </dl>
      </Section>
    </>
  );
}

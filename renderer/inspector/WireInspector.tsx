import { ArrowDown, Plus, Unplug } from 'lucide-react';
import type { EdgeRecord, End } from '../../shared/graph/document.ts';
import { portAt } from '../../shared/graph/canConnect.ts';
import { showShape, sizeOf } from '../../shared/nodes/tensorSpec.ts';
import { categoryColour, categoryIcons } from '../canvas/categoryIcons.ts';
import { returnToCanvas } from '../canvas/focus.ts';
import { selectNow } from '../canvas/editNow.ts';
import { nodeName } from '../canvas/say.ts';
import { useScene } from '../canvas/useScene.ts';
import { openInsert } from '../canvas/wireActions.ts';
import { useAnalysis, useDocument, useDocumentStore } from '../stores/documentStore.ts';
import { useViewStore } from '../stores/viewStore.ts';
import { useText } from '../text/useText.ts';
import { Button } from '../ui/Button.tsx';
import { tell } from '../ui/tell.ts';
import { NodeIssues } from './NodeIssues.tsx';
import { Section } from './Section.tsx';
import { showBound } from './showBound.ts';

/** Wires: of one, what runs along it from where to where; of several, how many they are. */
export function WireInspector({ edges }: { readonly edges: readonly EdgeRecord[] }) {
  const { t } = useText();
  const { issues } = useAnalysis();
  const [edge, ...more] = edges;
  if (!edge) return null;
  const ids = edges.map(({ id }) => id);
  const own = issues.filter(({ at }) => at.edge !== undefined && ids.includes(at.edge));
  const disconnect = (): void => {
    tell(useDocumentStore.getState().edit([{ do: 'disconnect', ids }]));
    // What had the keyboard is gone with the wire.
    returnToCanvas();
  };
  return (
    <>
      <header className="flex flex-col gap-2.5 px-3 py-2.5">
        <h2 className="font-semibold">{more.length > 0 ? t('inspector.manyWires', { count: edges.length }) : t('inspector.wire')}</h2>
        {more.length === 0 && <Ends edge={edge} />}
        <div className="flex flex-wrap gap-2">
          {more.length === 0 && (
            <Button
              icon={<Plus size={16} aria-hidden />}
              onClick={(event) => {
                const { left, bottom } = event.currentTarget.getBoundingClientRect();
                openInsert(edge.id, { x: left, y: bottom + 4 });
              }}
            >
              {t('inspector.insertNode')}
            </Button>
          )}
          <Button icon={<Unplug size={16} aria-hidden />} onClick={disconnect}>
            {t('inspector.disconnect')}
          </Button>
        </div>
      </header>
      {own.length > 0 && (
        <Section title={t('inspector.problems')}>
          <NodeIssues issues={own} />
        </Section>
      )}
      {more.length === 0 && <Tensor edge={edge} />}
    </>
  );
}

/** Where the wire comes from, what shape runs along it, where it goes. */
function Ends({ edge: { from, to } }: { readonly edge: EdgeRecord }) {
  const { t } = useText();
  const { shaped } = useAnalysis();
  const spec = shaped.nodes[from.node]?.outputs[from.port];
  return (
    <div className="rounded-md border border-line">
      <EndLine end={from} side="outputs" label={t('inspector.from')} />
      <div className="flex items-center gap-2 border-y border-line bg-raised px-2 py-1 text-ink-muted">
        <ArrowDown size={16} aria-hidden />
        <span className="font-semibold text-ink tabular-nums">{spec ? showShape(spec.shape) : t('inspector.unknown')}</span>
      </div>
      <EndLine end={to} side="inputs" label={t('inspector.to')} />
    </div>
  );
}

function EndLine({ end, side, label }: { readonly end: End; readonly side: 'inputs' | 'outputs'; readonly label: string }) {
  const { t, pick, language } = useText();
  const document = useDocument();
  const view = useScene().nodes.get(end.node);
  const Icon = view && categoryIcons[view.category];
  const name = view ? nodeName(view, language) : end.node;
  const title = portAt(document, end, side)?.title;
  const port = title ? pick(title) : end.port;
  return (
    <button
      type="button"
      title={t('inspector.goTo', { name })}
      aria-label={`${label}: ${name}, ${port}`}
      className="flex min-h-8 w-full cursor-default items-center gap-2 rounded-md px-2 text-start hover:bg-raised"
      onClick={() => {
        selectNow({ nodes: [end.node] });
        useViewStore.getState().set({ centreOn: end.node });
      }}
    >
      {Icon && view && <Icon size={16} aria-hidden className="shrink-0" style={{ color: categoryColour(view.category) }} />}
      <span className="min-w-0 truncate font-medium">{name}</span>
      <span className="ms-auto max-w-[50%] shrink-0 truncate text-ink-muted">{port}</span>
    </button>
  );
}

function Tensor({ edge: { from } }: { readonly edge: EdgeRecord }) {
  const { t, language } = useText();
  const { shaped } = useAnalysis();
  const spec = shaped.nodes[from.node]?.outputs[from.port];
  const facts = [
    [t('inspector.shape'), spec ? showShape(spec.shape) : t('inspector.unknown')],
    [t('inspector.values'), spec ? sizeOf(spec.shape).toLocaleString(language) : '–'],
    [t('inspector.range'), spec ? `${showBound(spec.range[0])} … ${showBound(spec.range[1])}` : '–'],
    [t('inspector.type'), spec?.dtype ?? '–'],
  ] as const;
  return (
    <Section title={t('inspector.tensor')}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-muted">{name}</dt>
            <dd className="truncate text-end font-medium tabular-nums" title={value}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

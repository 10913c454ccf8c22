import { Blocks, Search } from 'lucide-react';
import { useState } from 'react';
import { categories } from '../../shared/nodes/defineNode.ts';
import type { Category } from '../../shared/nodes/defineNode.ts';
import { definitionOf, nodeKinds } from '../../shared/nodes/catalogue.ts';
import type { NodeKind } from '../../shared/nodes/catalogue.ts';
import { addKind, middleOfView } from '../canvas/canvasActions.ts';
import { dragged, kindDragType } from '../canvas/dragTypes.ts';
import { categoryColour, categoryIcons } from '../canvas/categoryIcons.ts';
import { textAnswers } from '../canvas/searchNodes.ts';
import { useText } from '../text/useText.ts';
import { useBlockStore } from './blockStore.ts';
import { OwnBlock } from './OwnBlock.tsx';

/** Every kind of node by category, and the user's own blocks: dragged onto the canvas, or added with a click or Enter. */
export function Palette() {
  const { t, pick } = useText();
  const [query, setQuery] = useState('');
  const blocks = useBlockStore((state) => state.blocks);
  const answers = (kind: NodeKind): boolean => {
    const { title, summary, category } = definitionOf(kind);
    return query.trim() === '' || textAnswers([title.en, title.zh, kind, pick(summary), t(`palette.category.${category}`)], query);
  };
  const shown = categories
    .map((category) => ({ category, kinds: nodeKinds.filter((kind) => definitionOf(kind).category === category && answers(kind)) }))
    .filter(({ kinds }) => kinds.length > 0);
  const ownShown = blocks.filter(({ name }) => query.trim() === '' || textAnswers([name], query));
  return (
    <div className="flex h-full flex-col" data-testid="palette">
      <div className="relative p-2">
        <Search size={16} aria-hidden className="pointer-events-none absolute top-4.5 left-4 text-ink-muted" />
        <input
          type="search"
          aria-label={t('palette.search')}
          placeholder={t('palette.search')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          className="h-8 w-full rounded-md border border-line bg-surface pr-2 pl-8 placeholder:text-ink-muted"
        />
      </div>
      <div className="min-h-0 flex-1 overflow-auto px-2 pb-3">
        {shown.map(({ category, kinds }) => (
          <Section key={category} category={category} kinds={kinds} />
        ))}
        {shown.length === 0 && ownShown.length === 0 ? <p className="px-2 py-4 text-center text-ink-muted">{t('palette.none')}</p> : null}
        <h3 className="mt-3 mb-1 flex items-center gap-1.5 px-1 text-xs font-semibold text-ink-muted">
          <Blocks size={16} aria-hidden />
          {t('palette.blocks')}
        </h3>
        {ownShown.map((block) => (
          <OwnBlock key={block.id} block={block} />
        ))}
        {blocks.length === 0 ? <p className="m-0 px-1 text-xs text-ink-muted">{t('palette.noBlocks')}</p> : null}
      </div>
    </div>
  );
}

function Section({ category, kinds }: { readonly category: Category; readonly kinds: readonly NodeKind[] }) {
  const { t, pick } = useText();
  const Icon = categoryIcons[category];
  return (
    <section aria-label={t(`palette.category.${category}`)}>
      <h3 className="mt-3 mb-1 px-1 text-xs font-semibold text-ink-muted">{t(`palette.category.${category}`)}</h3>
      {kinds.map((kind) => {
        const { title, summary } = definitionOf(kind);
        return (
          <button
            key={kind}
            type="button"
            draggable
            title={pick(summary)}
            data-testid={`palette-${kind}`}
            aria-label={t('palette.addKind', { name: pick(title) })}
            className="flex h-7 w-full cursor-grab items-center gap-2 rounded px-2 text-left hover:bg-raised active:cursor-grabbing"
            onDragStart={(event) => {
              event.dataTransfer.setData(kindDragType, kind);
              event.dataTransfer.effectAllowed = 'copy';
              dragged.kind = kind;
            }}
            onDragEnd={() => {
              dragged.kind = null;
            }}
            onClick={() => addAtMiddle(kind)}
          >
            <Icon size={16} aria-hidden className="shrink-0" style={{ color: categoryColour(category) }} />
            <span className="truncate">{pick(title)}</span>
          </button>
        );
      })}
    </section>
  );
}

/** Adds a node in the middle of the view, or in the nearest free place. */
function addAtMiddle(kind: NodeKind): void {
  const { x, y } = middleOfView();
  addKind(kind, { x: x - 84, y: y - 40 });
}

import { useMemo } from 'react';
import type { Side } from '../../shared/graph/canConnect.ts';
import type { End } from '../../shared/graph/document.ts';
import type { Point } from '../../shared/graph/edit.ts';
import { definitionOf, isNodeKind, nodeKinds } from '../../shared/nodes/catalogue.ts';
import type { NodeKind } from '../../shared/nodes/catalogue.ts';
import { useAnalysis, useDocument } from '../stores/documentStore.ts';
import { useText } from '../text/useText.ts';
import { addKind, addKindFitting, connectEnds, focusOnCanvas, middleOfView } from './canvasActions.ts';
import { useCanvasStore } from './canvasStore.ts';
import { categoryColour, categoryIcons } from './categoryIcons.ts';
import { connectChoices } from './connectChoices.ts';
import { fittingKinds } from './fittingKinds.ts';
import { PickList } from './PickList.tsx';
import type { PickItem } from './PickList.tsx';
import { nodeName } from './say.ts';
import { useScene } from './useScene.ts';
import { insertIntoWire, specOf } from './wireActions.ts';
import { kindsInto } from './wireInsertion.ts';

/** The list over the canvas: nodes to add, or ports to connect with. */
export function NodePicker() {
  const picker = useCanvasStore((state) => state.picker);
  if (!picker) return null;
  switch (picker.what) {
    case 'add':
      return <AddList key={`${picker.at.x} ${picker.at.y}`} at={picker.at} screen={picker.screen} loose={picker.loose} />;
    case 'insert':
      return <InsertList wire={picker.wire} screen={picker.screen} />;
    case 'connect':
      return <ConnectList node={picker.node} screen={picker.screen} />;
  }
}

const close = (): void => useCanvasStore.getState().set({ picker: null });

interface AddListProps {
  readonly at: Point;
  readonly screen: Point;
  readonly loose?: { readonly end: End; readonly side: Side } | undefined;
}

function useKindItems(kinds: readonly NodeKind[]): readonly PickItem[] {
  const { t, pick } = useText();
  return kinds.map((kind) => {
    const { title, category, summary } = definitionOf(kind);
    const Icon = categoryIcons[category];
    return {
      id: kind,
      title: pick(title),
      detail: t(`palette.category.${category}`),
      hint: pick(summary),
      search: [title.en, title.zh, kind, category],
      icon: <Icon size={16} aria-hidden style={{ color: categoryColour(category) }} />,
    };
  });
}

/** The kinds that can be put into a wire. */
function InsertList({ wire, screen }: { readonly wire: string; readonly screen: Point }) {
  const { t } = useText();
  const document = useDocument();
  const edge = document.edges.find(({ id }) => id === wire);
  const kinds = useMemo(() => (edge ? kindsInto(document, edge, specOf(edge)) : []), [document, edge]);
  const items = useKindItems(kinds);
  const choose = (id: string): void => {
    close();
    const made = isNodeKind(id) ? insertIntoWire(id, wire, middleOfView()) : null;
    if (made !== null) focusOnCanvas(made);
  };
  return <PickList screen={screen} title={t('canvas.insertTitle')} placeholder={t('canvas.addHint')} items={items} onPick={choose} onClose={close} />;
}

function AddList({ at, screen, loose }: AddListProps) {
  const { t } = useText();
  const document = useDocument();
  const { shaped } = useAnalysis();
  const fits = useMemo(
    () =>
      loose
        ? fittingKinds(document, loose.end, loose.side, shaped.nodes[loose.end.node]?.outputs[loose.end.port])
        : nodeKinds.map((kind) => ({ kind, port: '' })),
    [document, shaped, loose],
  );
  const items = useKindItems(fits.map(({ kind }) => kind));
  const choose = (id: string): void => {
    close();
    const fit = fits.find(({ kind }) => kind === id);
    if (!fit || !isNodeKind(id)) return;
    const made = !loose
      ? addKind(id, at)
      : addKindFitting(fit, { ...loose, at: loose.side === 'outputs' ? { x: at.x, y: at.y - 40 } : { x: at.x - 168, y: at.y - 40 } });
    if (made !== null) focusOnCanvas(made);
  };
  return (
    <PickList
      screen={screen}
      title={loose ? t('canvas.addFitting') : t('canvas.addNode')}
      placeholder={t('canvas.addHint')}
      items={items}
      onPick={choose}
      onClose={close}
    />
  );
}

function ConnectList({ node, screen }: { readonly node: string; readonly screen: Point }) {
  const { t, pick, language } = useText();
  const document = useDocument();
  const scene = useScene();
  const view = scene.nodes.get(node);
  const choices = useMemo(() => connectChoices(document, node), [document, node]);
  const items = choices.map(({ from, to, side, replaces }): PickItem => {
    const other = side === 'outputs' ? to : from,
      mine = side === 'outputs' ? from : to;
    const otherView = scene.nodes.get(other.node);
    const port = (side === 'outputs' ? otherView?.inputs : otherView?.outputs)?.find(({ name }) => name === other.port);
    const own = (side === 'outputs' ? view?.outputs : view?.inputs)?.find(({ name }) => name === mine.port);
    const target = `${otherView ? nodeName(otherView, language) : other.node} · ${port ? pick(port.title) : other.port}`;
    return {
      id: `${from.node}/${from.port}>${to.node}/${to.port}`,
      title: t(side === 'outputs' ? 'canvas.connectTo' : 'canvas.connectBy', { port: own ? pick(own.title) : mine.port, target }),
      detail: replaces ? '⇄' : other.node,
      hint: '',
      search: [target, other.node, otherView?.title.en ?? '', otherView?.title.zh ?? ''],
    };
  });
  const choose = (id: string): void => {
    close();
    const found = choices.find(({ from, to }) => `${from.node}/${from.port}>${to.node}/${to.port}` === id);
    if (found) connectEnds(found.from, found.to);
    focusOnCanvas(node);
  };
  return (
    <PickList
      screen={screen}
      title={t('canvas.connectFrom', { node: view ? nodeName(view, language) : node })}
      placeholder={t('canvas.connectHint')}
      items={items}
      onPick={choose}
      onClose={close}
    />
  );
}

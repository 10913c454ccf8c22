import type { NodeView, Scene } from './scene.ts';

const plain = (text: string): string => text.toLowerCase().replaceAll(/\s+/g, ' ').trim();
/** Shapes are found whether typed 28x28, 28×28 or 28*28. */
const asShape = (text: string): string => plain(text).replaceAll(/[x*,]\s*/g, '×');

/** Whether a node answers a query: by its name, its kind in either language, its id or a shape it gives. */
export function nodeAnswers(view: Pick<NodeView, 'id' | 'kind' | 'name' | 'title' | 'shapes'>, query: string): boolean {
  const wanted = plain(query);
  if (wanted === '') return false;
  return (
    [view.name ?? '', view.title.en, view.title.zh, view.kind, view.id].some((text) => plain(text).includes(wanted)) ||
    view.shapes.some((shape) => shape.includes(asShape(query)))
  );
}

/** Ids of the nodes that answer a query, in reading order of their places. */
export function searchNodes(scene: Scene, query: string, placeOf: (id: string) => { readonly x: number; readonly y: number }): readonly string[] {
  return readingOrder(
    [...scene.nodes.values()].filter((view) => nodeAnswers(view, query)).map(({ id }) => id),
    placeOf,
  );
}

/** Ids as data flows: by columns of 100 px from left to right, in a column from top to bottom. */
export function readingOrder(ids: readonly string[], placeOf: (id: string) => { readonly x: number; readonly y: number }): readonly string[] {
  const column = (id: string): number => Math.round(placeOf(id).x / 100);
  return ids.toSorted((a, b) => column(a) - column(b) || placeOf(a).y - placeOf(b).y);
}

/** Whether a word of a list item answers a query: every part of the query stands in one of its texts. */
export function textAnswers(texts: readonly string[], query: string): boolean {
  const hay = plain(texts.join(' '));
  return plain(query)
    .split(' ')
    .every((part) => hay.includes(part));
}

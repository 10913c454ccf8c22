import type { GroupView, NodeView } from './scene.ts';

/** Sizes of what the canvas draws, in pixels at zoom 1. Cards are drawn to these, so that nothing has to be measured before it is placed. */
export const cardWidth = 168;
export const cardParts = { header: 32, nameLine: 14, portRow: 20, paramRow: 16, footer: 22, padding: 6 } as const;
export const framePadding = { side: 18, top: 38, bottom: 18 } as const;
export const noteSize = { width: 240, height: 120 } as const;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size of a node's card. */
export function cardSize(view: Pick<NodeView, 'name' | 'inputs' | 'outputs' | 'params'>): Size {
  const rows = Math.max(view.inputs.length, view.outputs.length);
  const { header, nameLine, portRow, paramRow, footer, padding } = cardParts;
  return { width: cardWidth, height: header + (view.name === null ? 0 : nameLine) + rows * portRow + view.params.length * paramRow + footer + padding };
}

/** The size of a collapsed group. */
export function foldedSize(view: Pick<GroupView, 'inputs' | 'outputs'>): Size {
  const { header, nameLine, portRow, footer, padding } = cardParts;
  return { width: cardWidth + 40, height: header + nameLine + Math.max(view.inputs.length, view.outputs.length, 1) * portRow + footer + padding };
}

import type { NodeKind } from '../../shared/nodes/catalogue.ts';

/** What the palette's drags carry: a node kind, or the id of one of the user's blocks. */
export const kindDragType = 'application/x-hourglass-kind';
export const blockDragType = 'application/x-hourglass-block';

/** What is being dragged out of the palette: the page may read a drag's data only once it is dropped. */
export const dragged: { kind: NodeKind | null } = { kind: null };

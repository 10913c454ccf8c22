/** What the palette's drags carry: a node kind, or the id of one of the user's blocks. */
export const kindDragType = 'application/x-hourglass-kind';
export const blockDragType = 'application/x-hourglass-block';

import { issue } from '../check/issue.ts';
import type { Issue } from '../check/issue.ts';
import type { GraphDoc, GroupRecord } from './document.ts';
import { unless } from './editStep.ts';
import type { EditSteps } from './editStep.ts';
import { roomFor } from './nodeSteps.ts';

/** Commands about groups and notes. */
export const groupSteps: EditSteps<'addGroup' | 'setGroup' | 'removeGroup' | 'addNote' | 'setNote' | 'moveNote' | 'removeNote'> = {
  addGroup: (document, { group }) =>
    unless([...taken(document.groups, group.id), ...roomFor(document, 'groups', 1), ...membership(document, group, group.members)], (draft) => {
      draft.groups.push(group);
    }),

  setGroup: (document, { id, name, members, collapsed }) =>
    unless([...missingGroup(document, id), ...(members ? membership(document, groupOf(document, id), members) : [])], (draft) => {
      const group = draft.groups[document.groups.findIndex((one) => one.id === id)];
      if (!group) return;
      if (name !== undefined) group.name = name;
      if (members && members.join() !== group.members.join()) group.members = [...members];
      if (collapsed === true) group.collapsed = true;
      else if (collapsed === false) delete group.collapsed;
    }),

  removeGroup: (document, { id }) =>
    unless(missingGroup(document, id), (draft) => {
      draft.groups.splice(
        document.groups.findIndex((group) => group.id === id),
        1,
      );
    }),

  addNote: (document, { note, at }) =>
    unless([...taken(document.notes, note.id), ...roomFor(document, 'notes', 1)], (draft) => {
      draft.notes.push(note);
      if (at) draft.layout.notes[note.id] = at;
    }),

  setNote: (document, { id, text }) =>
    unless(missingNote(document, id), (draft) => {
      const note = draft.notes[document.notes.findIndex((one) => one.id === id)];
      if (note) note.text = text;
    }),

  moveNote: (document, { id, to }) =>
    unless(missingNote(document, id), (draft) => {
      const old = document.layout.notes[id];
      // A move without a size keeps the size the note has.
      const place = { ...old, ...to };
      if (!old || old.x !== place.x || old.y !== place.y || old.width !== place.width || old.height !== place.height) draft.layout.notes[id] = place;
    }),

  removeNote: (document, { id }) =>
    unless(missingNote(document, id), (draft) => {
      draft.notes.splice(
        document.notes.findIndex((note) => note.id === id),
        1,
      );
      delete draft.layout.notes[id];
    }),
};

function taken(records: readonly { readonly id: string }[], id: string): readonly Issue[] {
  return records.some((record) => record.id === id) ? [issue('edit-id-taken', {}, { id })] : [];
}

function groupOf(document: GraphDoc, id: string): Pick<GroupRecord, 'id' | 'name'> {
  return document.groups.find((group) => group.id === id) ?? { id, name: '' };
}

function missingGroup(document: GraphDoc, group: string): readonly Issue[] {
  return document.groups.some(({ id }) => id === group) ? [] : [issue('edit-group-missing', {}, { group })];
}

function missingNote(document: GraphDoc, note: string): readonly Issue[] {
  return document.notes.some(({ id }) => id === note) ? [] : [issue('edit-note-missing', {}, { note })];
}

/** What stands against these members of a group: none at all, a missing node, one named twice or taken by another group. */
function membership(document: GraphDoc, { id: own, name }: Pick<GroupRecord, 'id' | 'name'>, members: readonly string[]): readonly Issue[] {
  const group = name || own;
  if (members.length === 0) return [issue('edit-group-empty', {}, { group })];
  const taker = new Map(document.groups.filter(({ id }) => id !== own).flatMap((one) => one.members.map((node) => [node, one.name || one.id] as const)));
  return members.flatMap((node) => {
    if (!document.nodes[node]) return [issue('edit-node-missing', { node })];
    const other = taker.get(node);
    taker.set(node, group);
    return other === undefined ? [] : [issue('edit-group-member-shared', { node }, { group, other })];
  });
}

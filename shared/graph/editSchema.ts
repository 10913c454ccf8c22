import { issue } from '../check/issue.ts';
import type { Outcome } from '../check/issue.ts';
import { coordinate, documentLimits, edgeSchema, endSchema, goals, groupSchema, identifier, label, nodeSchema, noteSchema, paramValue } from './document.ts';
import type { EditCommand } from './edit.ts';
import { isRecord, plainJson, showPath, showValue } from './plainJson.ts';
import { schemaFindings } from './schemaIssues.ts';
import { z } from '../z.ts';

/** The member of the union that does `D`. */
export type CommandOf<D extends EditCommand['do']> = Extract<EditCommand, { readonly do: D }>;

const point = z.strictObject({ x: coordinate, y: coordinate });
const points = z.record(identifier, point);
const ids = z.array(identifier).max(documentLimits.edges);
const path = z.array(z.string().max(64)).max(8);

/** The form of each command; exhaustive at compile time. */
const commandSchemas = {
  addNode: z.strictObject({ do: z.literal('addNode'), id: identifier, node: nodeSchema, at: point.optional() }),
  removeNodes: z.strictObject({ do: z.literal('removeNodes'), ids }),
  connect: z.strictObject({ do: z.literal('connect'), id: identifier, from: endSchema, to: endSchema }),
  disconnect: z.strictObject({ do: z.literal('disconnect'), ids }),
  setParam: z.strictObject({ do: z.literal('setParam'), node: identifier, param: z.string().max(64), value: paramValue }),
  renameNode: z.strictObject({ do: z.literal('renameNode'), node: identifier, name: label }),
  setFrozen: z.strictObject({ do: z.literal('setFrozen'), node: identifier, frozen: z.boolean() }),
  setLocked: z.strictObject({ do: z.literal('setLocked'), node: identifier, locked: z.boolean() }),
  moveNodes: z.strictObject({ do: z.literal('moveNodes'), to: points }),
  addGroup: z.strictObject({ do: z.literal('addGroup'), group: groupSchema }),
  setGroup: z.strictObject({
    do: z.literal('setGroup'),
    id: identifier,
    name: label.optional(),
    members: z.array(identifier).optional(),
    collapsed: z.boolean().optional(),
  }),
  removeGroup: z.strictObject({ do: z.literal('removeGroup'), id: identifier }),
  addNote: z.strictObject({ do: z.literal('addNote'), note: noteSchema, at: point.optional() }),
  setNote: z.strictObject({ do: z.literal('setNote'), id: identifier, text: noteSchema.shape.text }),
  moveNote: z.strictObject({
    do: z.literal('moveNote'),
    id: identifier,
    to: z.strictObject({ x: coordinate, y: coordinate, width: coordinate.optional(), height: coordinate.optional() }),
  }),
  removeNote: z.strictObject({ do: z.literal('removeNote'), id: identifier }),
  rename: z.strictObject({ do: z.literal('rename'), name: label }),
  setGoal: z.strictObject({ do: z.literal('setGoal'), goal: z.enum(goals) }),
  setTraining: z.strictObject({ do: z.literal('setTraining'), path, value: z.unknown() }),
  setData: z.strictObject({ do: z.literal('setData'), path, value: z.unknown() }),
  insert: z.strictObject({
    do: z.literal('insert'),
    nodes: z.record(identifier, nodeSchema),
    edges: z.array(edgeSchema).max(documentLimits.edges),
    at: points.optional(),
  }),
} as const satisfies { readonly [D in EditCommand['do']]: z.ZodType<CommandOf<D>> };

/** The names of all commands. */
export const editNames = Object.keys(commandSchemas) as EditCommand['do'][];

function isEditName(name: unknown): name is EditCommand['do'] {
  return typeof name === 'string' && Object.hasOwn(commandSchemas, name);
}

/** Reads a command from outside (a fix, a class session, a caller's object): its form, and limits of texts and numbers; whether it makes sense in a document is `applyEdit`'s to say. Never throws. */
export function parseEditCommand(json: unknown): Outcome<EditCommand> {
  const plain = plainJson(json);
  if (plain.value === undefined) return { value: undefined, issues: plain.issues };
  const command = plain.value;
  if (!isRecord(command)) return { value: undefined, issues: [issue('edit-malformed', {}, { path: '', found: showValue(command), expected: '{ do, … }' })] };
  if (!isEditName(command.do))
    return { value: undefined, issues: [issue('edit-malformed', { path: 'do' }, { found: showValue(command.do), expected: editNames.join(', ') })] };
  const parsed = commandSchemas[command.do].safeParse(command);
  if (parsed.success) return { value: parsed.data, issues: [] };
  const expectations = { unknown: '(nothing)', id: '[A-Za-z0-9_-]{1,64}' } as const;
  const issues = schemaFindings(parsed.error.issues, command).map(({ kind, path: at, expected, found }) =>
    issue('edit-malformed', { path: showPath(at) }, { found, expected: kind === 'unknown' || kind === 'id' ? expectations[kind] : expected }),
  );
  return { value: undefined, issues };
}

import type { Issue } from '../check/issue.ts';
import type { RunEvent } from '../run/runEvent.ts';
import type { RunState } from '../run/runState.ts';
import { z } from '../z.ts';
import { issuesSchema } from './issueSchema.ts';
import { runEventSchema, runStateSchema } from './runSchemas.ts';

/** What a client sends. */
export type ClientMessage =
  | { readonly type: 'call'; readonly id: number; readonly call: string; readonly params: unknown }
  /** One frame of a watch is dealt with: the server may send another. */
  | { readonly type: 'credit'; readonly watch: number };

/** One step of a watched run: an event, or its whole state where a watch begins or the run was put back. */
export type RunStep = { readonly sequence: number; readonly event: RunEvent } | { readonly sequence: number; readonly state: RunState };

/** A step on its way: `after` is the sequence number of the step sent before it (−1 for the first), so that a gap shows. Only ticks are ever left out between two. */
export type SentStep = RunStep & { readonly after: number };

/** What a server sends. */
export type ServerMessage =
  /** `id` is null where the message answered was so broken that it named none. Without a value the call is refused, and the issues say why. */
  | { readonly type: 'reply'; readonly id: number | null; readonly value?: unknown; readonly issues: readonly Issue[] }
  | { readonly type: 'steps'; readonly watch: number; readonly steps: readonly SentStep[] };

const count = z.int().min(0);
const after = z.int().min(-1);

export const clientMessageSchema: z.ZodType<ClientMessage> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('call'), id: count, call: z.string().max(64), params: z.unknown() }),
  z.strictObject({ type: z.literal('credit'), watch: count }),
]);

export const serverMessageSchema: z.ZodType<ServerMessage> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('reply'), id: count.nullable(), value: z.unknown().optional(), issues: issuesSchema }),
  z.strictObject({
    type: z.literal('steps'),
    watch: count,
    steps: z.array(
      z.union([z.strictObject({ sequence: count, after, event: runEventSchema }), z.strictObject({ sequence: count, after, state: runStateSchema })]),
    ),
  }),
]);

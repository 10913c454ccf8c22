import { expect, test } from 'vitest';
import { issue } from '../../../shared/check/issue.ts';
import { createTurnedClock } from '../../../shared/fixtures/turnedClock.ts';
import { newDocument } from '../../../shared/graph/createDocument.ts';
import type { Client } from '../../../shared/protocol/client.ts';
import { createDraftKeeper, draftDelayMs } from './draftKeeper.ts';
import { readLocalDrafts } from './localDraft.ts';

/** A browser's storage in memory; `full` refuses to write. */
function createStorage(full = false): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem(key, value) {
      if (full) throw new Error('QuotaExceededError');
      items.set(key, value);
    },
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
}

function keeping({ local = createStorage(), connected = true } = {}) {
  const clock = createTurnedClock(),
    calls: [string, string | null, string?][] = [],
    drafts: (string | undefined)[] = [];
  const client: Pick<Client, 'call'> = {
    async call(name, params) {
      const { project, document, draft: of } = params as { project: string | null; document?: { name: string }; draft?: string };
      drafts.push(of);
      calls.push([name, project, document?.name]);
      return { value: undefined, issues: connected ? [] : [issue('connection-lost', {}, { call: name })] };
    },
  };
  return { keeper: createDraftKeeper({ client: connected ? answering(client) : client, clock, page: () => 'a1', local }), clock, calls, drafts, local };
}

/** The same client, whose calls are granted. */
function answering(client: Pick<Client, 'call'>): Pick<Client, 'call'> {
  return {
    call: async (name, params) => {
      await client.call(name, params);
      return { value: { savedAt: '' } as never, issues: [] };
    },
  };
}

const draft = (name: string, project: string | null = null, unsaved = true) => ({
  document: newDocument(name),
  project,
  unsaved,
  base: null,
  draft: '00000000000000aa',
});
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

test('a burst of changes is kept once, when it pauses', async () => {
  const { keeper, clock, calls } = keeping();
  keeper.onDidChange(draft('one'));
  clock.turn(draftDelayMs - 1);
  keeper.onDidChange(draft('two'));
  clock.turn(draftDelayMs - 1);
  expect(calls).toEqual([]);
  clock.turn(1);
  await settle();
  expect(calls).toEqual([['draft.save', null, 'two']]);
});

test('the draft goes at once when there is nothing unsaved left, also one that was kept before a reload', async () => {
  const { keeper, calls } = keeping();
  keeper.resume(draft('one', 'digits'));
  keeper.onDidChange(draft('one', 'digits', false));
  await settle();
  expect(calls).toEqual([['draft.discard', 'digits', undefined]]);
});

test('without a connection the browser keeps it; the host’s word takes its place', async () => {
  const lost = keeping({ connected: false });
  lost.keeper.onDidChange(draft('one', 'digits'));
  lost.clock.turn(draftDelayMs);
  await settle();
  expect(readLocalDrafts(lost.local)).toMatchObject([{ page: 'a1', project: 'digits', document: { name: 'one' } }]);

  const back = keeping({ local: lost.local });
  back.keeper.onDidChange(draft('two', 'digits'));
  back.clock.turn(draftDelayMs);
  await settle();
  expect(readLocalDrafts(back.local)).toEqual([]);
});

test('a page that goes before the host was told loses nothing, and asks only where the browser has no room', () => {
  const { keeper, local } = keeping();
  expect(keeper.keepNow()).toBe(true);
  keeper.onDidChange(draft('late'));
  expect(keeper.keepNow()).toBe(true);
  expect(readLocalDrafts(local).map(({ document }) => document.name)).toEqual(['late']);

  const full = keeping({ local: createStorage(true) });
  full.keeper.onDidChange(draft('late'));
  expect(full.keeper.keepNow()).toBe(false);
});

test('whose runs are a kept document’s is kept with it: a draft of a project has those of the project', async () => {
  const { keeper, clock, drafts, local } = keeping();
  keeper.onDidChange(draft('one'));
  keeper.keepNow();
  expect(readLocalDrafts(local)).toMatchObject([{ draft: '00000000000000aa' }]);
  clock.turn(draftDelayMs);
  await settle();
  keeper.onDidChange(draft('one', 'digits'));
  keeper.keepNow();
  expect(readLocalDrafts(local)).toMatchObject([{ project: 'digits', draft: null }]);
  clock.turn(draftDelayMs);
  await settle();
  expect(drafts.slice(0, 2)).toEqual(['00000000000000aa', undefined]);
});

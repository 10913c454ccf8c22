import { z } from '../../../shared/z.ts';

const channelName = 'hourglass-pages';
/** Time that other pages have to say that they are there. */
const answerMs = 400;
/** Time that a page which is reloaded has to let go of its name: on a busy machine its end takes a while. */
const letGoMs = 2000;

/** What pages say to each other: who is there; I am; I have saved a project. */
const saidSchema = z.discriminatedUnion('say', [
  z.strictObject({ say: z.literal('who') }),
  z.strictObject({ say: z.literal('here'), page: z.string(), instance: z.string() }),
  z.strictObject({ say: z.literal('saved'), project: z.string(), stamp: z.string() }),
]);
type Said = z.infer<typeof saidSchema>;

/** This very page: a tab that was duplicated shares its name with another, but not this. */
const instance = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');

function listen(channel: BroadcastChannel, hear: (said: Said) => void): void {
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const { success, data: said } = saidSchema.safeParse(data);
    if (success) hear(said);
  });
}

/** Answers other tabs that ask who is there. Gives back how to stop. @param page this tab's name, asked each time */
export function answerPages(page: () => string): () => void {
  const channel = new BroadcastChannel(channelName);
  listen(channel, ({ say }) => {
    if (say === 'who') channel.postMessage({ say: 'here', page: page(), instance } satisfies Said);
  });
  return () => channel.close();
}

const lockPrefix = 'hourglass-page-';

/**
 * Takes a name for as long as this page lives; false where another tab has it, as one has that was duplicated. A lock tells that at once and for sure, however busy
 * the other tab is; where the browser has none (plain http but for this machine's own address), the other tab has to answer in time.
 */
export async function claimName(page: string): Promise<boolean> {
  if (!('locks' in navigator)) return !(await askPages()).has(page);
  return new Promise((resolve) => {
    const held = async (): Promise<never> => {
      resolve(true);
      return new Promise<never>(() => {});
    };
    navigator.locks.request(lockPrefix + page, { signal: AbortSignal.timeout(letGoMs) }, held).catch(() => resolve(false));
  });
}

/** The pages open in other tabs of this browser: their drafts are in good hands. @param own this page's name */
export async function findPages(own: string): Promise<ReadonlySet<string>> {
  if (!('locks' in navigator)) return askPages();
  const { held = [] } = await navigator.locks.query();
  const names = held.flatMap(({ name }) => (name?.startsWith(lockPrefix) ? [name.slice(lockPrefix.length)] : []));
  return new Set(names.filter((name) => name !== own));
}

async function askPages(): Promise<ReadonlySet<string>> {
  const pages = new Set<string>(),
    channel = new BroadcastChannel(channelName);
  listen(channel, (said) => {
    if (said.say === 'here' && said.instance !== instance) pages.add(said.page);
  });
  channel.postMessage({ say: 'who' } satisfies Said);
  await new Promise((resolve) => setTimeout(resolve, answerMs));
  channel.close();
  return pages;
}

/** Tells other tabs that a project has been saved. */
export function tellSaved(project: string, stamp: string): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage({ say: 'saved', project, stamp } satisfies Said);
  channel.close();
}

/** Hears of projects that other tabs save. Gives back how to stop. */
export function onSavedElsewhere(hear: (project: string, stamp: string) => void): () => void {
  const channel = new BroadcastChannel(channelName);
  listen(channel, (said) => {
    if (said.say === 'saved') hear(said.project, said.stamp);
  });
  return () => channel.close();
}

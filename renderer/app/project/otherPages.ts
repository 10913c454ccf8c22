const channelName = 'hourglass-pages';
/** Time that other pages have to say that they are there. */
const answerMs = 250;

/** Answers other tabs that ask who is there. Gives back how to stop. */
export function answerPages(page: string): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (data === 'who') channel.postMessage(page);
  });
  return () => channel.close();
}

/** The pages open in other tabs of this browser: their drafts are in good hands. */
export async function findPages(): Promise<ReadonlySet<string>> {
  const pages = new Set<string>(),
    channel = new BroadcastChannel(channelName);
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string' && data !== 'who') pages.add(data);
  });
  channel.postMessage('who');
  await new Promise((resolve) => setTimeout(resolve, answerMs));
  channel.close();
  return pages;
}

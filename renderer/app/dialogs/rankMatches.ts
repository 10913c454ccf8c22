/** Something that can be found by its words. */
export interface Findable {
  readonly words: string;
}

/** How well words answer a query: 4 begin with it, 3 a word begins with it, 2 contain it, 1 contain its letters in order (three or more of them), 0 not at all. */
export function matchRank(words: string, query: string): number {
  const text = words.toLowerCase(),
    asked = query.trim().toLowerCase();
  if (asked === '' || text.startsWith(asked)) return 4;
  const at = text.indexOf(asked);
  if (at > 0) return /[\s:–—\-(/]/.test(text[at - 1] ?? '') ? 3 : 2;
  if (at === -1 && asked.length < 3) return 0;
  let place = 0;
  for (const letter of asked.replaceAll(' ', '')) {
    place = text.indexOf(letter, place) + 1;
    if (place === 0) return 0;
  }
  return 1;
}

/** Those that answer the query, best first; equals stay in their order. */
export function rankMatches<T extends Findable>(items: readonly T[], query: string): readonly T[] {
  return items
    .map((item) => ({ item, rank: matchRank(item.words, query) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ item }) => item);
}

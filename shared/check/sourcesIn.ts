import { canonicalIds } from '../graph/walks.ts';
import type { Sources } from '../graph/walks.ts';
import type { WiredNode } from './stages.ts';

/** Which nodes feed each node of a wired graph, for the walks of `graph/walks.ts`; keys in canonical order, sources in port order. */
export function sourcesIn(nodes: Readonly<Record<string, WiredNode>>): Sources {
  return new Map(
    canonicalIds(Object.keys(nodes)).map((id) => [
      id,
      Object.values(nodes[id]?.inputs ?? {})
        .flat()
        .map(({ node }) => node),
    ]),
  );
}

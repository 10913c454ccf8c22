import { defineEngineKind } from './engineKind.ts';

/** Nothing to compute: a read-out names what arrives. */
export const outputKind = defineEngineKind('output', {
  lower: () => ({}),
  keras: () => ({ layers: [], outputs: {} }),
});

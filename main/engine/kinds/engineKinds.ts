import type { NodeKind } from '../../../shared/nodes/catalogue.ts';
import { denseKind } from './dense.ts';
import type { EngineKind } from './engineKind.ts';
import { inputKind } from './input.ts';
import { lossKind } from './loss.ts';
import { outputKind } from './output.ts';
import { sampleKind } from './sample.ts';
import { splitKind } from './split.ts';

/** The engine half of every kind; a kind without one does not compile. */
export const engineKinds: { readonly [K in NodeKind]: EngineKind<K> } = {
  input: inputKind,
  dense: denseKind,
  split: splitKind,
  sample: sampleKind,
  loss: lossKind,
  output: outputKind,
};

import type { KerasRef } from '../../kinds/kerasEmission.ts';
import type { SourceGraph } from './sourceGraph.ts';

/** What went into the sigmoid or softmax that a prediction is: losses are exact near 0 and 1 when they read it instead. */
export interface Logits {
  readonly of: 'sigmoid' | 'softmax';
  /** The layer with the activation. */
  readonly ref: KerasRef;
  /** Whether a Flatten or Reshape lies between it and the prediction. */
  readonly arranged: boolean;
}

/** The logits behind a ref, as the engine's losses find them (kinds/layerMath.ts, arrange); null where there are none. */
export function logitsOf(graph: SourceGraph, ref: KerasRef): Logits | null {
  let at = ref,
    arranged = false;
  for (;;) {
    const layer = graph.layerOf(at);
    const { activation } = layer.config;
    const own = ['Dense', 'Conv2D', 'Conv2DTranspose', 'Activation'].includes(layer.className);
    if (own && (activation === 'sigmoid' || activation === 'softmax')) {
      const moved = activation === 'softmax' && graph.shapeOf(at).at(-1) !== graph.shapeOf(ref).at(-1);
      return moved ? null : { of: activation, ref: at, arranged };
    }
    const [from] = layer.inputs;
    if (!from || (layer.className !== 'Flatten' && layer.className !== 'Reshape')) return null;
    at = from;
    arranged = true;
  }
}

/** Logits that the loss of term `prediction` can use. */
export function usableLogits(graph: SourceGraph, term: NonNullable<SourceGraph['training']>['terms'][number]): Logits | null {
  if (term.kind === 'kl') return null;
  const found = logitsOf(graph, term.prediction);
  const wanted = term.kind === 'classification' || term.form === 'crossEntropy' ? 'softmax' : term.form === 'bce' ? 'sigmoid' : null;
  return found?.of === wanted ? found : null;
}

import { UntraceableStep } from '../tfjs/recorder.ts';
import type { GraphBuilder } from './graphBuilder.ts';

/** How TensorFlow points at a node of a graph: `{{node n12}}`, with `[[…]]` around it in some messages; or `Node 'n12'`. */
const pointsAtNode = /\{\{node (?<plain>[^}\s]+)\}\}|[Nn]ode (?:name )?'(?<quoted>[^'\s]+)'/g;

/** Does `work` with a graph; what TensorFlow finds wrong with it comes out as UntraceableStep, naming the model's node that stands behind the graph's. */
export function blaming<T>(graph: Pick<GraphBuilder, 'originOf'>, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UntraceableStep) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const named = [...reason.matchAll(pointsAtNode)].map(({ groups }) => graph.originOf(groups?.plain ?? groups?.quoted ?? ''));
    throw new UntraceableStep(reason.split('\n')[0] ?? reason, named.find((origin) => origin !== null) ?? null);
  }
}

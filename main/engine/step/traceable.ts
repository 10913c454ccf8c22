import { issue } from '../../../shared/check/issue.ts';
import type { Issue } from '../../../shared/check/issue.ts';
import type { Plan } from '../../../shared/check/stages.ts';
import { titleOf } from '../../../shared/graph/titles.ts';
import { UntraceableStep, reasonOf } from '../tfjs/recorder.ts';
import type { GraphBuilder } from './graphBuilder.ts';

/** How TensorFlow points at a node of a graph: `{{node n12}}`, with `[[…]]` around it in some messages; or `Node 'n12'`. */
const pointsAtNode = /\{\{node (?<plain>[^}\s]+)\}\}|[Nn]ode (?:name )?'(?<quoted>[^'\s]+)'/g;

/** Does `work` with a graph; what TensorFlow finds wrong with it comes out as UntraceableStep, naming the model's node that stands behind the graph's. */
export function blaming<T>(graph: Pick<GraphBuilder, 'originOf'>, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UntraceableStep) throw error;
    const said = error instanceof Error ? error.message : String(error);
    const named = [...said.matchAll(pointsAtNode)].map(({ groups }) => graph.originOf(groups?.plain ?? groups?.quoted ?? ''));
    throw new UntraceableStep(reasonOf(error), named.find((origin) => origin !== null) ?? null);
  }
}

/** The note of a run whose step could not be compiled: which node stands in the way (the whole model, where that is not known), and how. */
export function eagerNote(error: unknown, { document, name }: Plan): Issue {
  const { reason, origin } = error instanceof UntraceableStep ? error : { reason: reasonOf(error), origin: null };
  return origin === null
    ? issue('run-step-eager', {}, { name, reason })
    : issue('run-step-eager', { node: origin }, { name: titleOf(document, origin), reason });
}

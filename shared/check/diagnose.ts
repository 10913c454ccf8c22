import type { DataFacts } from '../data/knownFacts.ts';
import { readAnatomy } from './anatomy.ts';
import { classOutputs, dataFit } from './faults/dataFit.ts';
import { costBeyondMemory } from './faults/costBeyondMemory.ts';
import { deadBranch } from './faults/deadBranch.ts';
import { decoderFeed } from './faults/decoderFeed.ts';
import type { Fault } from './faults/fault.ts';
import { klMissing, klNotPosterior, klReductions, spreadForm } from './faults/klTerm.ts';
import { latentTooWide } from './faults/latentTooWide.ts';
import { meanHeadBounded } from './faults/meanHeadBounded.ts';
import { metricMeaningless } from './faults/metricMeaningless.ts';
import { targetRange } from './faults/targetRange.ts';
import { varianceHead } from './faults/varianceHead.ts';
import { wholeGraph } from './faults/wholeGraph.ts';
import { viewGraph } from './graphView.ts';
import type { Issue } from './issue.ts';
import { neededNodes } from './planRun.ts';
import { findPosteriors } from './posterior.ts';
import type { ShapedGraph } from './stages.ts';

/** Every semantic fault, in the order in which repairing them makes sense: what a later one needs is there by then. */
const faults: readonly Fault[] = [
  wholeGraph,
  dataFit,
  classOutputs,
  varianceHead,
  decoderFeed,
  meanHeadBounded,
  klMissing,
  klNotPosterior,
  spreadForm,
  klReductions,
  targetRange,
  latentTooWide,
  deadBranch,
  metricMeaningless,
  costBeyondMemory,
];

/** What training may use where nobody says how much memory there is: beyond this no ordinary machine goes. */
const amplyBytes = 64 * 2 ** 30;

/** What a diagnosis may know beside the graph. */
export interface Surroundings {
  /** Null or absent: the data set is not known, and nothing is said about it. */
  readonly data?: DataFacts | null;
  /** Memory that training may use; 64 GiB unless told. */
  readonly memoryBytes?: number;
}

/** The faults in what a graph means, beyond wiring and shapes. Works on partial graphs: what shapes do not tell is not judged. */
export function diagnose(shaped: ShapedGraph, surroundings: Surroundings = {}): readonly Issue[] {
  const view = viewGraph(shaped);
  const posteriors = findPosteriors(view);
  const scene = {
    view,
    posteriors,
    document: shaped.wired.document,
    anatomy: readAnatomy(view, posteriors),
    losses: view.nodes.filter(({ id, kind }) => kind === 'loss' && view.feeding(id, 'prediction') !== null),
    needed: neededNodes(shaped),
    data: surroundings.data ?? null,
    memoryBytes: surroundings.memoryBytes ?? amplyBytes,
  };
  return faults.flatMap((fault) => fault(scene));
}

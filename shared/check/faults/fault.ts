import type { DataFacts } from '../../data/knownFacts.ts';
import type { GraphDoc } from '../../graph/document.ts';
import { titleOf } from '../../graph/titles.ts';
import type { Text } from '../../messages/language.ts';
import type { GraphView } from '../graphView.ts';
import type { Issue } from '../issue.ts';
import type { PosteriorReading } from '../posterior.ts';
import type { Anatomy, ShapedNode } from '../stages.ts';

/** What a fault looks at. */
export interface Scene {
  readonly view: GraphView;
  readonly document: GraphDoc;
  readonly anatomy: Anatomy;
  /** In execution order, those that are drawn from first. */
  readonly posteriors: readonly PosteriorReading[];
  /** Loss nodes whose prediction is connected. */
  readonly losses: readonly ShapedNode[];
  /** Nodes that some loss or output needs, those included. */
  readonly needed: ReadonlySet<string>;
  /** Null where the data set is not known yet. */
  readonly data: DataFacts | null;
  /** Memory that training may use. */
  readonly memoryBytes: number;
}

/** Finds one fault, or a small family that goes together. Never throws; says nothing where the graph is too unfinished to tell. */
export type Fault = (scene: Scene) => readonly Issue[];

/** `[0, 1]`, `[0, ∞)`: a range in words. */
export function showRange([low, high]: readonly [number, number]): string {
  const show = (bound: number): string => (bound === Infinity ? '∞' : bound === -Infinity ? '−∞' : `${Math.round(bound * 1000) / 1000}`.replace('-', '−'));
  return `${low === -Infinity ? '(' : '['}${show(low)}, ${show(high)}${high === Infinity ? ')' : ']'}`;
}

/** The node an issue speaks of, as the user sees it called. */
export function titleIn(scene: Scene, id: string): Text {
  return titleOf(scene.document, id);
}

import type { Issue } from '../../../shared/check/issue.ts';
import type { Plan } from '../../../shared/check/stages.ts';
import type { Text } from '../../../shared/messages/language.ts';
import type { ExportFormatId } from './exportFormat.ts';
import { exportFormats } from './formats.ts';
import { modelPart, nodesOfPart } from './modelPart.ts';
import type { ExportPart, SampleForm } from './portableModel.ts';

/** What of a run can be taken away, and how. */
export interface ExportChoices {
  /** The model's name. */
  readonly name: string;
  readonly parts: readonly PartChoice[];
  readonly formats: readonly FormatChoice[];
}

export interface PartChoice {
  readonly part: ExportPart;
  /** Why the model has no such part; null where it has. */
  readonly absent: Issue | null;
  /** Whether something in it is drawn, so that the forms of sampling differ. */
  readonly draws: boolean;
}

export interface FormatChoice {
  readonly id: ExportFormatId;
  readonly title: Text;
  /** With the dot; null where it is a folder. */
  readonly extension: string | null;
  readonly parts: readonly ExportPart[];
  readonly samples: readonly SampleForm[];
}

/** Whether a plan has a part, and whether something is drawn in it. */
export function partChoice(plan: Plan, part: ExportPart): PartChoice {
  const { value, issues } = modelPart(plan, part, 'noise');
  const [absent = null] = issues;
  if (!value) return { part, absent, draws: false };
  const needed = nodesOfPart(plan, value, 'noise');
  return { part, absent: null, draws: plan.nodes.some(({ id, kind }) => needed.has(id) && (kind === 'sample' || kind === 'noise')) };
}

/** The formats as a menu shows them. */
export function formatChoices(): readonly FormatChoice[] {
  return exportFormats.map(({ id, title, extension, parts, samples }) => ({ id, title, extension, parts, samples }));
}

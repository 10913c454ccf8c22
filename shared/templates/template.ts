import type { GraphDoc } from '../graph/document.ts';
import type { IssueCode } from '../messages/issueTexts.ts';
import type { Language, Text } from '../messages/language.ts';
import { drawGraph } from './drawGraph.ts';
import type { Drawing } from './drawGraph.ts';

/** What is told of a template before it is opened. */
interface TemplateFacts {
  readonly title: Text;
  readonly summary: Text;
  /** Drawn as an article printed it, faults included: a case of “find the fault”. */
  readonly published: boolean;
  /** Exactly the codes that analysis names in it, each once. */
  readonly codes: readonly IssueCode[];
}

/** A document to start from. */
export interface Template extends TemplateFacts {
  /** A fresh document, called by the template's title, its texts in one language (English unless told): ids, parameters and wires are the same in each. */
  build(language?: Language): GraphDoc;
}

/** A template as one writes it down. */
export function createTemplate({ drawing, ...facts }: TemplateFacts & { readonly drawing: Omit<Drawing, 'name'> }): Template {
  return { ...facts, build: (language) => drawGraph({ name: facts.title, ...drawing }, language) };
}

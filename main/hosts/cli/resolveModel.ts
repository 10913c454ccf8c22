import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, resolve } from 'node:path';
import { issue, refuse } from '../../../shared/check/issue.ts';
import type { Outcome } from '../../../shared/check/issue.ts';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import { parseDocument } from '../../../shared/graph/parseDocument.ts';
import type { Language } from '../../../shared/messages/language.ts';
import { isTemplateId, templateIds, templates } from '../../../shared/templates/templates.ts';
import { nearNames } from './nearNames.ts';

/** A model as named on the command line. */
export interface NamedModel {
  /** The template's id, or the file's name without its endings. */
  readonly name: string;
  readonly document: GraphDoc;
}

/** Finds a template by its id (its texts in `language`), or reads a document from its file; in a file, a relative path to data starts at the file's folder. Issues name the file. */
export async function resolveModel(name: string, cwd: string, language?: Language): Promise<Outcome<NamedModel>> {
  if (isTemplateId(name)) return { value: { name, document: templates[name].build(language) }, issues: [] };
  const file = resolve(cwd, name);
  if (!existsSync(file)) return { value: undefined, issues: [issue('model-unknown', {}, { name, near: nearNames(name, templateIds).join(', ') })] };
  const text = await readFile(file, 'utf8').catch((error: unknown) =>
    refuse('document-unreadable', { file: name }, { reason: error instanceof Error ? error.message : String(error) }),
  );
  const { value, issues } = parseDocument(text);
  const placed = issues.map((found) => ({ ...found, at: { ...found.at, file: name } }));
  if (!value) return { value: undefined, issues: placed };
  return {
    value: {
      name: basename(name)
        .replace(/\.json$/, '')
        .replace(/\.hourglass$/, ''),
      document: anchorData(value, dirname(file)),
    },
    issues: placed,
  };
}

function anchorData(document: GraphDoc, folder: string): GraphDoc {
  const { path, labelPath } = document.data;
  const anchored = (given: string | undefined): string | undefined => (given === undefined || isAbsolute(given) ? given : resolve(folder, given));
  if (path === undefined && labelPath === undefined) return document;
  return {
    ...document,
    data: { ...document.data, ...(path === undefined ? {} : { path: anchored(path) }), ...(labelPath === undefined ? {} : { labelPath: anchored(labelPath) }) },
  };
}

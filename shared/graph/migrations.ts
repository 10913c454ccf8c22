import { issue } from '../check/issue.ts';
import type { Outcome } from '../check/issue.ts';
import { documentVersion } from './document.ts';
import type { JsonRecord } from './plainJson.ts';

/** One step of a format: turns JSON of version `to` − 1 into JSON of version `to`. Pure: the record it is given stays as it is. */
export interface Migration {
  readonly to: number;
  /** What changes, for the log. */
  readonly title: string;
  up(json: JsonRecord): JsonRecord;
}

/** Brings JSON of version `from` (1 … target) to the target version. A step that throws, as it may on a damaged file, becomes `document-migration-failed`. Never throws. */
export type Migrate = (json: JsonRecord, from: number) => Outcome<JsonRecord>;

/** Checks a chain and makes its function; throws, at import, where the chain is not 2, 3, … target without a gap. Sets `version` itself after each step. */
export function createMigrations(target: number, chain: readonly Migration[]): Migrate {
  const numbers = chain.map(({ to }) => to);
  const wanted = Array.from({ length: target - 1 }, (_, index) => index + 2);
  if (numbers.join() !== wanted.join()) throw new Error(`migrations must lead to versions [${wanted.join()}], one step each; found [${numbers.join()}]`);
  return (json, from) => {
    let made = json;
    for (const { to, up } of chain) {
      if (to <= from) continue;
      try {
        made = { ...up(made), version: to };
      } catch (error) {
        return {
          value: undefined,
          issues: [issue('document-migration-failed', {}, { from: to - 1, to, reason: error instanceof Error ? error.message : String(error) })],
        };
      }
    }
    return { value: made, issues: [] };
  };
}

/** Every step the format has taken. A new version is: an entry here, `documentVersion`, a fixture of the version before, frozen. */
const documentMigrations: readonly Migration[] = [];

/** The document's own migrations. */
export const migrateDocument = createMigrations(documentVersion, documentMigrations);

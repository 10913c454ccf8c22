import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkDirections, codeFolders, declaredPackages, readCode } from '../directions/checkDirections.ts';
import { directions } from '../directions/directions.ts';
import { runProgram } from '../setup/runProgram.ts';

const limits = { runningMs: 600_000 };

/** One thing that must hold besides the tests. `run` gives what to print where it does not; nothing where it does. */
export interface Stage {
  title: string;
  run: () => Promise<string | undefined>;
}

/** The stages before the tests: import directions, types a room at a time, lint, format. @param root the repository's folder */
export function stagesOf(root: string): Stage[] {
  const tool = (title: string, script: string, args: readonly string[]): Stage => ({
    title,
    run: async () => {
      const end = await runProgram(process.execPath, [join(root, 'node_modules', script), ...args], { ...limits, cwd: root });
      return end.ok ? undefined : end.output;
    },
  });
  return [
    {
      title: 'import directions',
      run: async () => {
        const broken = checkDirections(readCode(root), directions, declaredPackages(root));
        return broken.length === 0 ? undefined : broken.join('\n');
      },
    },
    ...projects(root).map((project) => tool(`types of ${project}`, 'typescript/bin/tsc', ['-p', project])),
    tool('lint', 'oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']),
    tool('format', '@biomejs/biome/bin/biome', ['format']),
  ];
}

/** Every room's tsconfig, such as shared/tsconfig.json. */
function projects(root: string): string[] {
  return codeFolders(root)
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path.replaceAll('\\', '/')}`))
    .filter((path) => /(^|\/)tsconfig(\.\w+)?\.json$/.test(path))
    .toSorted();
}

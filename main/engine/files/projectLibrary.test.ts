import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { IssueError } from '../../../shared/check/issue.ts';
import { newDocument } from '../../../shared/graph/createDocument.ts';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import { nameFault } from '../../../shared/protocol/projectName.ts';
import { templates } from '../../../shared/templates/templates.ts';
import { createProjectLibrary } from './projectLibrary.ts';
import type { ProjectLibrary } from './projectLibrary.ts';

const folders: string[] = [];
let root: string;
let library: ProjectLibrary;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hourglass-library-'));
  folders.push(root);
  library = createProjectLibrary(root);
});
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

const named = (name: string): GraphDoc => ({ ...templates['vae-dense'].build(), name });
const fileOf = (project: string, file = 'project.hourglass.json'): string => join(root, 'projects', project, file);
/** The codes with which a piece of work is refused. */
const refusal = (work: Promise<unknown>): Promise<string[]> =>
  work.then(
    () => [],
    (error: unknown) => {
      if (error instanceof IssueError) return error.issues.map(({ code }) => code);
      throw error;
    },
  );
const nameOf = async (project: string): Promise<string | undefined> => (await library.open(project)).value?.document.name;

describe('a project', () => {
  test('is opened as it was saved, whatever its name', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), async (name) => {
        fc.pre(nameFault(name) === null);
        const { stamp } = await library.save(name, named(name), null).catch(async () => ({ stamp: (await library.open(name)).value?.stamp }));
        const { value } = await library.open(name);
        expect(value?.document).toEqual(named(name));
        expect(value?.stamp).toBe(stamp);
        expect((await library.list()).map((line) => line.name)).toContain(name);
      }),
      { seed: 20261120, numRuns: 60 },
    );
  });

  test('of a name that has a fault is refused everywhere, and nothing is written outside the library', async () => {
    for (const name of ['..', '../x', 'a/b', '/etc', 'a\\..\\b', '.', '.deleted-1', 'nul', '', 'a\u0000']) {
      const codes = await Promise.all(
        [
          library.save(name, named('x'), null),
          library.open(name),
          library.delete(name),
          library.rename(name, 'y'),
          library.listVersions(name),
          library.saveVersion(name, '', named('x')),
          library.restoreVersion(name, 'v'),
          library.saveDraft(name, 'p', named('x')),
          library.loadDrafts(name),
          library.folderOf(name),
        ].map(refusal),
      );
      expect(new Set(codes.flat())).toEqual(new Set(['library-name']));
    }
    await library.save('a', named('a'), null);
    expect(await refusal(library.rename('a', '../../b'))).toEqual(['library-name']);
    expect(await readdir(root)).toEqual(['projects']);
  });

  test('is not overwritten by whoever has not seen it', async () => {
    const first = await library.save('a', named('one'), null);
    expect(await refusal(library.save('a', named('two'), null))).toEqual(['project-exists']);
    const second = await library.save('a', named('two'), first.stamp);
    expect(await refusal(library.save('a', named('three'), first.stamp))).toEqual(['project-changed']);
    expect(await nameOf('a')).toBe('two');
    expect((await library.open('a', 'previous')).value?.document.name).toBe('one');
    expect(await refusal(library.save('b', named('x'), second.stamp))).toEqual(['project-missing']);
  });

  test('saved by many at once is saved by one, and the others are told', async () => {
    const { stamp } = await library.save('a', named('start'), null);
    const ends = await Promise.all(['1', '2', '3', '4'].map((name) => refusal(library.save('a', named(name), stamp))));
    expect(ends.flat()).toEqual(['project-changed', 'project-changed', 'project-changed']);
    expect(await nameOf('a')).toBe('1');
  });

  test('whose saving changes nothing keeps what was there before', async () => {
    const first = await library.save('a', named('one'), null);
    const second = await library.save('a', named('two'), first.stamp);
    expect(await library.save('a', named('two'), second.stamp)).toEqual(second);
    expect((await library.open('a', 'previous')).value?.document.name).toBe('one');
  });

  test('that cannot be read is reported and left as it is', async () => {
    await library.save('a', named('one'), null);
    for (const [text, code] of [
      ['{"format": "hourglass", ', 'document-not-json'],
      ['{"format":"hourglass","version":99}', 'document-newer'],
      ['', 'document-not-json'],
    ] as const) {
      await writeFile(fileOf('a'), text);
      const { value, issues } = await library.open('a');
      expect(value).toBeUndefined();
      expect(issues).toMatchObject([{ code, at: { file: fileOf('a') } }]);
      const { createHash } = await import('node:crypto');
      const stamp = createHash('sha256').update(text).digest('hex');
      for (const over of [null, stamp, 'other']) expect((await refusal(library.save('a', named('two'), over))).length).toBe(1);
      expect(await refusal(library.save('a', named('two'), stamp))).toEqual(['project-broken']);
      expect(await readFile(fileOf('a'), 'utf8')).toBe(text);
      expect((await library.list()).map(({ name }) => name)).toEqual(['a']);
    }
  });

  test('tells what it holds and how much room that takes', async () => {
    await library.save('a', named('one'), null);
    const [before] = await library.list();
    expect(before).toMatchObject({ name: 'a', runs: 0, versions: 0, draftAt: null });
    expect(before?.bytes).toBe((await readFile(fileOf('a'))).byteLength);
    await library.saveVersion('a', 'kept', named('one'));
    await mkdir(fileOf('a', 'runs/first/checkpoints'), { recursive: true });
    await writeFile(fileOf('a', 'runs/first/checkpoints/1.safetensors'), new Uint8Array(100_000));
    const [after] = await library.list();
    expect(after).toMatchObject({ runs: 1, versions: 1 });
    expect(after?.bytes).toBeGreaterThan(100_000 + (before?.bytes ?? 0));
  });

  test('is renamed and deleted with all that is its own', async () => {
    await library.save('a', named('one'), null);
    await library.saveDraft('a', 'page', named('draft'));
    await library.save('b', named('other'), null);
    expect(await refusal(library.rename('a', 'b'))).toEqual(['project-exists']);
    await library.rename('a', 'c');
    expect(await refusal(library.open('a'))).toEqual(['project-missing']);
    expect((await library.loadDrafts('c')).value).toHaveLength(1);
    await library.delete('c');
    expect(await refusal(library.delete('c'))).toEqual(['project-missing']);
    expect(await readdir(join(root, 'projects'))).toEqual(['b']);
  });

  test('of a disk that takes nothing is refused, and what was there stays', async () => {
    await writeFile(join(root, 'projects'), 'a file where the folder should be');
    expect(await refusal(library.save('a', named('one'), null))).toEqual(['library-unwritable']);
    expect(await library.list()).toEqual([]);
  });
});

describe('a process that is killed while it saves', () => {
  test('leaves a whole file, the old or the new one, and nothing in the list but the project', async () => {
    await library.save('a', named('0'), null);
    const program = `
      import { createProjectLibrary } from ${JSON.stringify(join(import.meta.dirname, 'projectLibrary.ts'))};
      import { templates } from ${JSON.stringify(join(import.meta.dirname, '../../../shared/templates/templates.ts'))};
      const library = createProjectLibrary(process.argv[1]);
      let { stamp } = (await library.open('a')).value;
      for (let i = Number(process.argv[2]); ; i++) {
        ({ stamp } = await library.save('a', { ...templates['vae-dense'].build(), name: String(i) }, stamp));
        process.stdout.write(i + '\\n');
      }`;
    for (let kill = 0; kill < 6; kill++) {
      const from = Number(await nameOf('a')) + 1;
      const child = spawn(process.execPath, ['--input-type=module', '-e', program, root, String(from)], { stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = new Promise((resolve) => {
        child.once('close', resolve);
      });
      let last = 0;
      await new Promise<void>((resolve) => {
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          last = Number(text.trim().split('\n').at(-1));
          if (last >= from + 3 + kill) resolve();
        });
      });
      child.kill('SIGKILL');
      await ended;
      const { value, issues } = await library.open('a');
      expect(issues).toEqual([]);
      expect([last, last + 1, last + 2]).toContain(Number(value?.document.name));
      expect((await library.open('a', 'previous')).value).toBeDefined();
    }
    expect(await library.list()).toMatchObject([{ name: 'a' }]);
  });

  test('between its temporary file and the rename keeps the old one', async () => {
    await library.save('a', named('old'), null);
    await writeFile(`${fileOf('a')}.123-abcd.tmp`, '{"format":"hourglass","vers');
    await mkdir(join(root, 'projects/.deleted-ab12/runs'), { recursive: true });
    expect(await nameOf('a')).toBe('old');
    expect((await library.list()).map(({ name }) => name)).toEqual(['a']);
  });
});

test.skipIf(process.platform === 'win32')('a disk that is full in the middle of a file leaves the old one whole, and says why', async () => {
  await library.save('a', newDocument('old'), null);
  const program = `
    import { createProjectLibrary } from ${JSON.stringify(join(import.meta.dirname, 'projectLibrary.ts'))};
    const library = createProjectLibrary(process.argv[1]);
    const { value: { document, stamp } } = await library.open('a');
    const large = { ...document, name: 'new', notes: [{ id: 'n', text: 'x'.repeat(20_000) }] };
    await library.save('a', large, stamp).catch((error) => process.stdout.write(error.issues.map(({ code, values }) => code + ' ' + values.reason).join()));`;
  // No file may be longer than a few kilobytes: the new one is cut off in the middle, the old one fits.
  const child = spawn('/bin/sh', ['-c', 'ulimit -f 16; exec "$0" "$@"', process.execPath, '--input-type=module', '-e', program, root], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  await new Promise((resolve) => {
    child.once('close', resolve);
  });
  expect(told).toBe('library-unwritable EFBIG');
  expect(await nameOf('a')).toBe('old');
  expect((await readdir(join(root, 'projects/a'))).toSorted()).toEqual(['project.hourglass.json', 'project.previous.hourglass.json']);
});

describe('versions', () => {
  test('are kept under their titles, newest first, and restored without losing what they replace', async () => {
    const { stamp } = await library.save('a', named('one'), null);
    const kept = await library.saveVersion('a', 'first try', named('one'));
    await library.saveVersion('a', 'second', named('two'));
    await library.save('a', named('three'), stamp);
    expect((await library.listVersions('a')).value?.map(({ title }) => title)).toEqual(['second', 'first try']);
    expect((await library.restoreVersion('a', kept.id)).value?.document.name).toBe('one');
    expect(await nameOf('a')).toBe('one');
    const after = (await library.listVersions('a')).value ?? [];
    expect(after.map(({ title }) => title)).toEqual(['', 'second', 'first try']);
    expect((await library.restoreVersion('a', after[0]?.id ?? '')).value?.document.name).toBe('three');
  });

  test('that are not there are refused, also by a name that leads elsewhere; broken ones are reported beside the others', async () => {
    await library.save('a', named('one'), null);
    await library.saveVersion('a', 'whole', named('one'));
    for (const id of ['none', '../project.hourglass', '..', '']) expect(await refusal(library.restoreVersion('a', id))).toEqual(['version-missing']);
    await writeFile(fileOf('a', 'versions/cut.json'), '{"format":"hourglass-version"');
    await writeFile(fileOf('a', 'versions/newer.json'), '{"format":"hourglass-version","version":2}');
    const { value, issues } = await library.listVersions('a');
    expect(value?.map(({ title }) => title)).toEqual(['whole']);
    expect(issues.map(({ code }) => code)).toEqual(['version-broken', 'version-broken']);
    expect((await readdir(fileOf('a', 'versions'))).length).toBe(3);
  });
});

describe('drafts', () => {
  test('are each page’s own, so that two pages never overwrite each other', async () => {
    await library.save('a', named('saved'), null);
    for (const project of ['a', null]) {
      await library.saveDraft(project, 'page-1', named('mine'));
      await library.saveDraft(project, 'page-2', named('yours'));
      await library.saveDraft(project, 'page-1', named('mine again'));
      expect((await library.loadDrafts(project)).value?.map(({ page, document }) => [page, document.name])).toEqual([
        ['page-1', 'mine again'],
        ['page-2', 'yours'],
      ]);
      await library.discardDraft(project, 'page-1');
      await library.discardDraft(project, '../../a/project.hourglass');
      expect((await library.loadDrafts(project)).value?.map(({ page }) => page)).toEqual(['page-2']);
    }
    expect(await nameOf('a')).toBe('saved');
    expect((await library.list())[0]?.draftAt).not.toBeNull();
  });

  test('tell which file they were made from, so that nobody saves them over another one', async () => {
    const { stamp } = await library.save('a', named('saved'), null);
    await library.saveDraft('a', 'page-1', named('mine'), { base: stamp });
    await library.saveDraft('a', 'page-2', named('of before drafts knew'));
    const elsewhere = await library.save('a', named('theirs'), stamp);
    const bases = (await library.loadDrafts('a')).value?.map(({ page, base }) => [page, base]);
    expect(bases).toEqual(
      expect.arrayContaining([
        ['page-1', stamp],
        ['page-2', null],
      ]),
    );
    expect(elsewhere.stamp).not.toBe(stamp);
    expect(await refusal(library.save('a', named('mine'), stamp))).toEqual(['project-changed']);
  });

  test('tell which document they are of, so that its runs are found again', async () => {
    await library.saveDraft(null, 'page-1', named('mine'), { draft: '00000000000000aa' });
    await library.saveDraft(null, 'page-2', named('of before drafts knew'));
    const { value } = await library.loadDrafts(null);
    expect(Object.fromEntries(value?.map(({ page, draft }) => [page, draft]) ?? [])).toEqual({ 'page-1': '00000000000000aa', 'page-2': null });
  });

  test('of a project that is gone are refused; of the many the newest fifty stay', async () => {
    expect(await refusal(library.saveDraft('gone', 'p', named('x')))).toEqual(['project-missing']);
    for (let i = 0; i < 53; i++) await library.saveDraft(null, `p${i}`, named(`${i}`));
    const pages = (await library.loadDrafts(null)).value?.map(({ page }) => page) ?? [];
    expect(pages.length).toBe(50);
    expect(pages).toContain('p52');
  });
});

import type { DataKind } from '../../shared/data/dataReference.ts';
import { client } from '../app/connection.ts';
import { useDocumentStore } from '../stores/documentStore.ts';
import { say } from '../text/say.ts';
import { notify, tell } from '../ui/tell.ts';
import { folderOf, pathOfFile } from './pathOfFile.ts';
import { kindOfFiles, uploadData } from './uploadData.ts';

/** Makes an own data set the document's, read as `kind`. */
export function chooseOwnSet(path: string, kind: DataKind): void {
  tell(
    useDocumentStore.getState().edit([
      { do: 'setData', path: ['kind'], value: kind },
      { do: 'setData', path: ['path'], value: path },
    ]),
  );
}

/** Uploads files as a data set of the user's own, and makes it the document's where it is plain how it is read; what is refused is told. */
export async function takeOwnData(files: readonly File[]): Promise<void> {
  // A window's engine reads files where they lie: pictures by their folder, a table by its path.
  const [first] = files;
  const path = first ? pathOfFile(first) : null,
    kind = kindOfFiles(files.map(({ name }) => name));
  const isArchive = files.some(({ name }) => /\.zip$/i.test(name));
  if (path !== null && kind !== null && !isArchive && (kind === 'images' || files.length === 1))
    return chooseOwnSet(kind === 'images' ? folderOf(path) : path, kind);
  const { value, issues } = await uploadData(files);
  const list = await client.call('data.list', null);
  tell([...issues, ...list.issues]);
  if (!value) return;
  notify({ title: say('training.data.uploaded', { count: value.count }), tone: 'good' });
  // What was just uploaded is what is meant, unless it has to be chosen from several files.
  const made = list.value?.find((set) => set.name === value.name);
  if (made && value.kind !== null && (value.kind === 'images' || made.files === 1)) chooseOwnSet(made.path, value.kind);
}

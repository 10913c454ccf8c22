import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import type { DataKind } from '../../shared/data/dataReference.ts';
import { ChoiceBox } from '../inspector/fields/ChoiceBox.tsx';
import { FieldRow } from '../inspector/fields/FieldRow.tsx';
import { useDocument, useDocumentStore } from '../stores/documentStore.ts';
import { useClient } from '../app/connection.ts';
import { useText } from '../text/useText.ts';
import { Button } from '../ui/Button.tsx';
import { notify, tell } from '../ui/tell.ts';
import { ownKinds } from './dataSettingSpecs.ts';
import { uploadData } from './uploadData.ts';
import { useAnswer } from './useAnswer.ts';

/** The user's uploaded data sets, and the way to upload one. Nothing for kinds that read no files. */
export function OwnDataPicker() {
  const { t } = useText();
  const { data } = useDocument();
  const own = ownKinds.includes(data.kind);
  const { outcome, again } = useAnswer('data.list', own ? null : undefined);
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  if (!own) return null;
  const sets = outcome?.value ?? [];
  const use = (path: string, kind: DataKind = data.kind): void =>
    tell(
      useDocumentStore.getState().edit([
        { do: 'setData', path: ['kind'], value: kind },
        { do: 'setData', path: ['path'], value: path },
      ]),
    );
  const upload = async (files: readonly File[]): Promise<void> => {
    setBusy(true);
    const { value, issues } = await uploadData(files);
    const list = await client.call('data.list', null);
    setBusy(false);
    tell([...issues, ...list.issues]);
    again();
    if (!value) return;
    notify({ title: t('training.data.uploaded', { count: value.count }), tone: 'good' });
    // What was just uploaded is what is meant, unless it has to be chosen from several files.
    const made = list.value?.find((set) => set.name === value.name);
    if (made && value.kind !== null && (value.kind === 'images' || made.files === 1)) use(made.path, value.kind);
  };
  const places = sets.flatMap(({ name, path, entries }) => [
    { value: path, label: name },
    ...(entries.length > 1 ? entries.map((entry) => ({ value: entry.path, label: `${name} / ${entry.name}` })) : []),
  ]);
  return (
    <FieldRow id="setting-own-data" title={t('training.data.own')} help={t('training.data.ownHelp')} facts="">
      <div className="flex w-full min-w-0 items-center gap-1">
        <ChoiceBox
          id="setting-own-data"
          choices={places}
          value={data.path ?? null}
          mixed={t(places.length > 0 ? 'training.data.choose' : 'training.data.none')}
          invalid={false}
          disabled={places.length === 0}
          choose={(path) => use(path)}
        />
        <Button icon={<Upload size={16} aria-hidden />} disabled={busy} onClick={() => input.current?.click()}>
          {t('training.data.upload')}
        </Button>
        <input
          ref={input}
          type="file"
          multiple
          accept=".zip,.png,.jpg,.jpeg,.csv,.tsv,.npy,.npz,.gz,.idx,application/zip,text/csv,image/png,image/jpeg"
          hidden
          aria-label={t('training.data.upload')}
          data-testid="training-upload"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = '';
            if (files.length > 0) void upload(files);
          }}
        />
      </div>
    </FieldRow>
  );
}

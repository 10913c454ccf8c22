import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { ChoiceBox } from '../inspector/fields/ChoiceBox.tsx';
import { FieldRow } from '../inspector/fields/FieldRow.tsx';
import { useDocument } from '../stores/documentStore.ts';
import { useText } from '../text/useText.ts';
import { Button } from '../ui/Button.tsx';
import { ownKinds } from './dataSettingSpecs.ts';
import { chooseOwnSet, takeOwnData } from './takeOwnData.ts';
import { useAnswer } from './useAnswer.ts';

/** The user's uploaded data sets, and the way to upload one. Nothing for kinds that read no files. */
export function OwnDataPicker() {
  const { t } = useText();
  const { data } = useDocument();
  const own = ownKinds.includes(data.kind);
  const { outcome, again } = useAnswer('data.list', own ? null : undefined);
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  if (!own) return null;
  const sets = outcome?.value ?? [];
  const upload = async (files: readonly File[]): Promise<void> => {
    setBusy(true);
    await takeOwnData(files);
    setBusy(false);
    again();
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
          choose={(path) => chooseOwnSet(path, data.kind)}
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

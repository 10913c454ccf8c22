import { dataKinds } from '../../shared/data/dataReference.ts';
import type { DataKind } from '../../shared/data/dataReference.ts';
import { ChoiceBox } from '../inspector/fields/ChoiceBox.tsx';
import { FieldRow } from '../inspector/fields/FieldRow.tsx';
import { useDocument, useDocumentStore } from '../stores/documentStore.ts';
import { useText } from '../text/useText.ts';
import { tell } from '../ui/tell.ts';
import { ownKinds } from './dataSettingSpecs.ts';
import { useAnswer } from './useAnswer.ts';

/** The data sets there are, with what each is and where it comes from. */
export function DataPicker() {
  const { t, pick } = useText();
  const { data } = useDocument();
  const { outcome } = useAnswer('datasets', null);
  const lines = outcome?.value ?? [];
  const chosen = lines.find(({ kind }) => kind === data.kind);
  // The user's own come first: below the long list of ready ones they would not be found.
  const choices = [...ownKinds, ...dataKinds.filter((kind) => !ownKinds.includes(kind))].map((kind) => {
    const line = lines.find((each) => each.kind === kind);
    const title = line ? pick(line.title) : kind;
    return {
      value: kind,
      label: line && !line.available ? t('training.data.absent', { name: title }) : title,
      group: t(ownKinds.includes(kind) ? 'training.data.groupOwn' : 'training.data.groupReady'),
    };
  });
  const choose = (kind: DataKind): void => {
    // Files belong to the kind that reads them.
    const rest = ownKinds.includes(kind)
      ? []
      : (['path', 'labelPath', 'labelColumn'] as const).map((key) => ({ do: 'setData', path: [key], value: null }) as const);
    tell(useDocumentStore.getState().edit([{ do: 'setData', path: ['kind'], value: kind }, ...rest]));
  };
  return (
    <>
      <FieldRow id="setting-data-kind" title={t('training.data.set')} help={t('training.data.help')} facts="">
        <ChoiceBox
          id="setting-data-kind"
          choices={choices}
          value={data.kind}
          mixed=""
          invalid={chosen?.available === false}
          disabled={false}
          choose={(value) => {
            const kind = dataKinds.find((each) => each === value);
            if (kind) choose(kind);
          }}
        />
      </FieldRow>
      {chosen && (
        <p className="pb-1 text-xs text-ink-muted">
          {pick(chosen.about)} <span>{pick(chosen.source)}</span>
          {!chosen.available && <strong className="font-medium text-warning"> {t('training.data.absentHelp')}</strong>}
        </p>
      )}
    </>
  );
}

import { useText } from '../../text/useText.ts';
import { Select } from '../../ui/Select.tsx';
import { Freshness } from '../frame/Freshness.tsx';
import { ViewFrame } from '../frame/ViewFrame.tsx';
import { Waiting } from '../frame/Waiting.tsx';
import { isOneOf, useKeptState } from '../run/useKeptState.ts';
import { refusalOf, useReadout } from '../run/useReadout.ts';
import { useRunFacts } from '../run/useRunFacts.ts';
import { useReadPlace } from '../run/useWatchedRun.ts';
import { confusionRows } from './confusionRows.ts';

const splits = ['validation', 'test', 'train'] as const;

/** Which class is taken for which, and how much of each is right. */
export default function ConfusionView() {
  const { t } = useText();
  const place = useReadPlace();
  const { facts, issues } = useRunFacts(place);
  const [split, setSplit] = useKeptState<(typeof splits)[number]>('confusion.split', 'validation', isOneOf(...splits));
  const classifies = facts ? Object.values(facts.document.nodes).some(({ kind }) => kind === 'classificationLoss') : false;
  const readout = useReadout(place, classifies ? split : null, (client, at) => client.call('evaluate', { ...at, split }));
  const figures = readout.value?.classes ?? null;
  const rows = figures ? confusionRows(figures, facts?.classes ?? null) : [];
  const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(1)} %`);
  const absent = facts && (!classifies || (readout.value && !figures)) ? { title: t('view.noClasses'), hint: t('view.noClassesHint') } : null;
  const cell = 'h-7 min-w-10 border border-line px-1.5 text-center tabular-nums';
  return (
    <ViewFrame
      label={t('view.confusion')}
      toolbar={
        <>
          <Select
            label={t('view.split')}
            shown
            value={split}
            options={splits.map((value) => ({ value, title: t(`view.split.${value}`) }))}
            onChange={setSplit}
            className="w-52"
          />
          {figures ? (
            <span className="text-ink-muted">
              {t('view.accuracy')} <span className="font-medium text-ink tabular-nums">{percent(figures.accuracy)}</span>
            </span>
          ) : null}
        </>
      }
      status={<Freshness place={place} isBusy={readout.isBusy} />}
    >
      {figures ? (
        <div className="h-full overflow-auto p-3" role="group" aria-label={t('view.confusion')} tabIndex={0} data-testid="view-confusion">
          <table className="border-collapse">
            <caption className="pb-1.5 text-left text-ink-muted">{t('view.confusionAbout')}</caption>
            <thead>
              <tr>
                <th scope="col" className={`${cell} text-left text-ink-muted`}>
                  {t('view.trueClass')}
                </th>
                {rows.map(({ name }, column) => (
                  <th key={column} scope="col" className={`${cell} max-w-24 truncate font-medium`} title={name}>
                    {name}
                  </th>
                ))}
                <th scope="col" className={`${cell} text-ink-muted`}>
                  {t('view.examples')}
                </th>
                <th scope="col" className={`${cell} text-ink-muted`}>
                  {t('view.right')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row, order) => (
                <tr key={order}>
                  <th scope="row" className={`${cell} max-w-32 truncate text-left font-medium`} title={row.name}>
                    {row.name}
                  </th>
                  {row.cells.map(({ count, share, isRight }, column) => (
                    <td
                      key={column}
                      className={`${cell} ${isRight ? 'font-semibold' : ''} ${count === 0 ? 'text-ink-muted' : 'text-ink'}`}
                      style={{ background: `color-mix(in oklab, ${isRight ? 'var(--accent)' : 'var(--warning)'} ${Math.round(share * 38)}%, var(--panel))` }}
                      title={percent(share)}
                    >
                      {count}
                    </td>
                  ))}
                  <td className={`${cell} text-ink-muted`}>{row.examples}</td>
                  <td className={`${cell} font-medium`}>{percent(row.accuracy)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <Waiting place={place} issues={[...issues, ...refusalOf(readout)]} absent={absent} />
      )}
    </ViewFrame>
  );
}

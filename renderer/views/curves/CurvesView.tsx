import { FileSpreadsheet, ImageDown } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useRunStore } from '../../stores/runStore.ts';
import { useViewStore } from '../../stores/viewStore.ts';
import { useText } from '../../text/useText.ts';
import { useDocumentRuns } from '../../training/documentRuns.ts';
import { settingTitle } from '../../training/settingTitle.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { download, downloadPng, fileNamePart } from '../chart/download.ts';
import { LineChart } from '../chart/LineChart.tsx';
import type { LineChartHandle } from '../chart/LineChart.tsx';
import { shortNumber } from '../chart/shortNumber.ts';
import { Choice } from '../frame/Choice.tsx';
import { DataTable } from '../frame/DataTable.tsx';
import { NothingYet } from '../frame/NothingYet.tsx';
import { ViewFrame } from '../frame/ViewFrame.tsx';
import { isBoolean, isOneOf, useKeptState } from '../run/useKeptState.ts';
import { useWatchedName } from '../run/useWatchedRun.ts';
import { alignLines, curveLines, metricsOf, metrics } from './curveLines.ts';
import type { CurveAxis, CurveLine, Metric } from './curveLines.ts';
import { curveLook } from './curveLook.ts';
import { curvesCsv } from './curvesCsv.ts';
import { overlaidRuns } from './overlaidRuns.ts';
import { runLabels } from './runLabels.ts';
import { ticksOf } from './runTicks.ts';

const isMetrics = (value: unknown): value is readonly Metric[] => Array.isArray(value) && value.every(isOneOf(...metrics));
const switches = ['batches', 'steps', 'log'] as const;
const isSwitches = (value: unknown): value is readonly (typeof switches)[number][] => Array.isArray(value) && value.every(isOneOf(...switches));

/** Loss curves of the watched run and of those laid over it. */
export default function CurvesView() {
  const { t, pick } = useText();
  const name = useWatchedName();
  const overlay = useViewStore(overlaidRuns);
  const names = useMemo(() => [...new Set([...(name === null ? [] : [name]), ...overlay])], [name, overlay]);
  const states = useRunStore(useShallow(({ runs }) => names.map((run) => runs[run])));
  const ownLines = useDocumentRuns((state) => state.lines),
    others = useDocumentRuns((state) => state.others);
  const known = useMemo(() => [...(ownLines ?? []), ...others], [ownLines, others]);
  const [hidden, setHidden] = useKeptState<readonly Metric[]>('curves.hidden', [], isMetrics);
  const [on, setOn] = useKeptState<readonly (typeof switches)[number][]>('curves.on', ['batches'], isSwitches);
  const [isTable, setTable] = useKeptState('curves.table', false, isBoolean);
  const chart = useRef<LineChartHandle>(null);

  const runs = useMemo(
    () =>
      names.flatMap((run, index) => {
        const state = states[index];
        return state ? [{ run, state, ticks: ticksOf(run).ticks }] : [];
      }),
    [names, states],
  );
  const present = metrics.filter((metric) => runs.some(({ state }) => metricsOf(state).includes(metric)));
  const visible = present.filter((metric) => !hidden.includes(metric));
  const shown = visible.length > 0 ? visible : present.slice(0, 1);
  const axis: CurveAxis = on.includes('steps') ? 'step' : 'epoch';
  const isLog = on.includes('log'),
    withBatches = on.includes('batches');
  const shownKey = shown.join(' ');
  const lines = useMemo(
    () =>
      runs.flatMap((run) =>
        curveLines({ ...run, ticks: withBatches ? run.ticks : [] }, { shown: metrics.filter((metric) => shownKey.split(' ').includes(metric)), axis }),
      ),
    [runs, withBatches, shownKey, axis],
  );
  const data = useMemo(() => alignLines(lines, { isLog }), [lines, isLog]);

  const labels = runLabels(
    runs.map(({ run, state }) => ({ name: state.start?.name ?? run, line: known.find(({ folder }) => folder === (state.start?.folder ?? run)) ?? null })),
    (setting, value) => `${t(`training.setting.${setting}`)} ${pick(settingTitle(setting, value))}`,
  );
  const runTitle = (run: string): string => labels[runs.findIndex((each) => each.run === run)] ?? run;
  const ownTitle = (line: CurveLine): string => `${t(`view.metric.${line.metric}`)}, ${t(`view.part.${line.part}`)}`;
  const titled = (line: CurveLine): string => (runs.length > 1 ? `${runTitle(line.run)}: ${ownTitle(line)}` : ownTitle(line));
  const look = curveLook(lines, names, ownTitle).map((line, index) => ({ ...line, group: runs.length > 1 ? runTitle(lines[index]?.run ?? '') : null }));
  const fileName = (ending: string): string => `${fileNamePart(name === null ? 'run' : runTitle(name))}-curves.${ending}`;
  const summary = lines
    .filter(({ part }) => part !== 'batch')
    .map(
      (line) =>
        `${titled(line)}: ${t('view.fromTo', { from: shortNumber(line.y.find((y) => y !== null)), to: shortNumber(line.y.findLast((y) => y !== null)) })}`,
    )
    .join('; ');

  if (lines.length === 0) return <NothingYet awaits="step" />;
  const rows = runs.flatMap(({ run, state }) =>
    state.epochs.map((epoch) => [
      ...(runs.length > 1 ? [runTitle(run)] : []),
      epoch.epoch,
      ...shown.flatMap((metric) => [shortNumber(epoch[metric]), shortNumber(epoch.validation?.[metric])]),
      shortNumber(epoch.learningRate),
      shortNumber(epoch.beta),
    ]),
  );
  const columns = [
    ...(runs.length > 1 ? [t('view.run')] : []),
    t('view.epoch'),
    ...shown.flatMap((metric) => [`${t(`view.metric.${metric}`)}, ${t('view.part.train')}`, `${t(`view.metric.${metric}`)}, ${t('view.part.validation')}`]),
    t('view.learningRate'),
    'β',
  ];

  return (
    <ViewFrame
      label={t('view.curves')}
      table={{ isShown: isTable, onChange: setTable }}
      toolbar={
        <>
          <Choice
            label={t('view.terms')}
            options={present.map((value) => ({ value, title: t(`view.metric.${value}`) }))}
            chosen={shown}
            onChange={(chosen) => setHidden(present.filter((metric) => !chosen.includes(metric)))}
          />
          <span aria-hidden className="h-5 w-px bg-line" />
          <div role="group" aria-label={t('view.display')} className="flex flex-wrap gap-3">
            {switches.map((value) => (
              <label key={value} className="flex min-h-6 items-center gap-1.5 text-ink-muted">
                <input
                  type="checkbox"
                  className="size-4 accent-(--accent)"
                  checked={on.includes(value)}
                  onChange={(event) => setOn(event.target.checked ? [...on, value] : on.filter((each) => each !== value))}
                />
                {t(`view.switch.${value}`)}
              </label>
            ))}
          </div>
        </>
      }
      status={
        <>
          <IconButton
            label={t('view.savePng')}
            icon={<ImageDown size={16} />}
            disabled={isTable}
            onClick={() => {
              void chart.current?.picture().then((picture) => picture && downloadPng(fileName('png'), picture));
            }}
            side="top"
          />
          <IconButton
            label={t('view.saveCsv')}
            icon={<FileSpreadsheet size={16} />}
            onClick={() => download(fileName('csv'), new Blob([curvesCsv(runs, labels)], { type: 'text/csv;charset=utf-8' }))}
            side="top"
          />
        </>
      }
    >
      {isTable ? (
        <DataTable caption={t('view.curves')} columns={columns} rows={rows} />
      ) : (
        <LineChart
          ref={chart}
          lines={look}
          data={data}
          xTitle={t(axis === 'step' ? 'view.step' : 'view.epoch')}
          isLog={isLog}
          summary={`${t('view.curves')}. ${summary}`}
        />
      )}
    </ViewFrame>
  );
}

import { FileSpreadsheet, ImageDown } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { useText } from '../../text/useText.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import type { ChartLine } from '../chart/chartLine.ts';
import { csvText } from '../chart/csvText.ts';
import { download, downloadPng, fileNamePart } from '../chart/download.ts';
import { LineChart } from '../chart/LineChart.tsx';
import type { LineChartHandle } from '../chart/LineChart.tsx';
import { shortNumber } from '../chart/shortNumber.ts';
import { alignLines } from '../curves/curveLines.ts';
import { DataTable } from '../frame/DataTable.tsx';
import { NothingYet } from '../frame/NothingYet.tsx';
import { ViewFrame } from '../frame/ViewFrame.tsx';
import { isBoolean, useKeptState } from '../run/useKeptState.ts';
import { useRunFacts } from '../run/useRunFacts.ts';
import { useReadPlace, useWatchedState } from '../run/useWatchedRun.ts';
import { gradientLines } from './gradientLines.ts';

const perDash = 8;
const none = [] as const;

/** Norms of the gradient by node and epoch, on a logarithmic scale: where they vanish or explode, nothing is learned. */
export default function GradientsView() {
  const { t } = useText();
  const epochs = useWatchedState((state) => state.epochs);
  const name = useWatchedState((state) => state.start?.name) ?? 'run';
  const { facts } = useRunFacts(useReadPlace());
  const [isTable, setTable] = useKeptState('gradients.table', false, isBoolean);
  const chart = useRef<LineChartHandle>(null);
  const lines = useMemo(() => gradientLines(epochs ?? none), [epochs]);
  const data = useMemo(() => alignLines(lines, { isLog: true }), [lines]);
  if (lines.length === 0) return <NothingYet awaits="epoch" />;
  const titleOf = (node: string): string => facts?.document.nodes[node]?.name || node;
  const look = lines.map(
    ({ node, x }, index): ChartLine => ({
      key: node,
      title: titleOf(node),
      colour: index % perDash,
      dash: Math.floor(index / perDash) + (index % 2),
      width: 2,
      pointSize: x.length <= 60 ? 5 : 0,
    }),
  );
  const columns = [t('view.epoch'), ...lines.map(({ node }) => titleOf(node))];
  const summary = `${t('view.gradients')}. ${lines.map(({ node, y }) => `${titleOf(node)}: ${shortNumber(y.at(-1))}`).join('; ')}`;
  const file = (ending: string): string => `${fileNamePart(name)}-gradients.${ending}`;
  return (
    <ViewFrame
      label={t('view.gradients')}
      table={{ isShown: isTable, onChange: setTable }}
      toolbar={<span className="text-ink-muted">{t('view.gradientsAbout')}</span>}
      status={
        <>
          <IconButton
            label={t('view.savePng')}
            icon={<ImageDown size={16} />}
            disabled={isTable}
            side="top"
            onClick={() => {
              void chart.current?.picture().then((picture) => picture && downloadPng(file('png'), picture));
            }}
          />
          <IconButton
            label={t('view.saveCsv')}
            icon={<FileSpreadsheet size={16} />}
            side="top"
            onClick={() =>
              download(
                file('csv'),
                new Blob(
                  [
                    csvText([
                      ['epoch', ...lines.map(({ node }) => titleOf(node))],
                      ...data[0].map((epoch, row) => [epoch, ...lines.map(({ y }) => y[row] ?? null)]),
                    ]),
                  ],
                  { type: 'text/csv;charset=utf-8' },
                ),
              )
            }
          />
        </>
      }
    >
      {isTable ? (
        <DataTable
          caption={t('view.gradients')}
          columns={columns}
          rows={(epochs ?? []).map(({ epoch }, row) => [epoch, ...lines.map(({ y }) => shortNumber(y[row]))])}
        />
      ) : (
        <LineChart ref={chart} lines={look} data={data} xTitle={t('view.epoch')} isLog summary={summary} />
      )}
    </ViewFrame>
  );
}

import { useEffect, useMemo, useState } from 'react';
import { useText } from '../../text/useText.ts';
import { Select } from '../../ui/Select.tsx';
import { announce } from '../../ui/tell.ts';
import { shortNumber } from '../chart/shortNumber.ts';
import { DataTable } from '../frame/DataTable.tsx';
import { Freshness } from '../frame/Freshness.tsx';
import { ViewFrame } from '../frame/ViewFrame.tsx';
import { Waiting } from '../frame/Waiting.tsx';
import { rowOf } from '../paint/valueRows.ts';
import { useLatentAbsence } from '../run/useAbsence.ts';
import { isBoolean, isNumber, isOneOf, useKeptState } from '../run/useKeptState.ts';
import { refusalOf, useReadout } from '../run/useReadout.ts';
import { useRunFacts } from '../run/useRunFacts.ts';
import { useReadPlace } from '../run/useWatchedRun.ts';
import { DecodedPanel } from './DecodedPanel.tsx';
import { HoverCard } from './HoverCard.tsx';
import { classSummary, readCodes } from './latentCodes.ts';
import { LatentLegend } from './LatentLegend.tsx';
import { LatentPlot } from './LatentPlot.tsx';
import { codeAt, placePoints } from './latentPoints.ts';
import type { Spot } from './camera.ts';

const splits = ['validation', 'train', 'test'] as const;
const modes = ['2d', '3d'] as const;
const noClasses: readonly number[] = [];

interface Chosen {
  readonly point: number | null;
  readonly code: Float32Array;
  readonly label: number;
}

/** The latent space: every example's code as a point, coloured by class. */
export default function LatentView() {
  const { t } = useText();
  const place = useReadPlace();
  const { facts, issues } = useRunFacts(place);
  const absent = useLatentAbsence(facts);
  const [split, setSplit] = useKeptState<(typeof splits)[number]>('latent.split', 'validation', isOneOf(...splits));
  const [wantedMode, setMode] = useKeptState<(typeof modes)[number]>('latent.mode', '2d', isOneOf(...modes));
  const [x, setX] = useKeptState('latent.x', 0, isNumber);
  const [y, setY] = useKeptState('latent.y', 1, isNumber);
  const [z, setZ] = useKeptState('latent.z', 2, isNumber);
  const [isTable, setTable] = useKeptState('latent.table', false, isBoolean);
  const [hidden, setHidden] = useState(noClasses);
  const [hover, setHover] = useState<{ readonly point: number; readonly at: Spot | null } | null>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const readout = useReadout(place, facts && !absent ? split : null, (client, at) =>
    facts ? readCodes(client, at, { split, facts }) : Promise.resolve({ value: undefined, issues: [] }),
  );
  const run = facts?.run;
  useEffect(() => {
    setChosen(null);
    setHover(null);
    setHidden(noClasses);
  }, [run, split]);

  const codes = readout.value;
  const width = codes && (codes.mean.shape[0] ?? 0) > 0 ? codes.mean.values.length / (codes.mean.shape[0] ?? 1) : 0;
  const mode = width >= 3 ? wantedMode : '2d';
  const within = (dimension: number, otherwise: number): number => (dimension < width ? dimension : otherwise);
  const [first, second, third] = [within(x, 0), width >= 2 ? within(y, 1) : null, mode === '3d' ? within(z, 2) : null];
  const placed = useMemo(() => (codes ? placePoints(codes.mean, [first, second, third]) : null), [codes, first, second, third]);
  const names = useMemo(
    () =>
      codes?.classes ??
      (codes?.labels ? Array.from({ length: codes.labels.reduce((most, label) => Math.max(most, label), 0) + 1 }, (_, label) => `${label}`) : []),
    [codes],
  );
  const summary = useMemo(() => (codes ? classSummary(codes, Math.max(1, names.length)) : []), [codes, names]);
  const count = codes?.mean.shape[0] ?? 0;
  const label = t('view.latentLabel', { points: count, dimensions: width, classes: names.length });
  const dimensions = Array.from({ length: width }, (_, dimension) => ({ value: `${dimension}`, title: `z${dimension + 1}` }));

  const onHover = (point: number | null, at: Spot | null): void => {
    setHover(point === null ? null : { point, at });
    if (point === null || at !== null || !codes) return;
    // Reached by the keyboard: say it.
    const of = codes.labels?.[point];
    announce(
      [
        ...(of === undefined ? [] : [names[of] ?? `${of}`]),
        ...Array.from(rowOf(codes.mean, point).subarray(0, 4), (value, dimension) => `z${dimension + 1} ${shortNumber(value)}`),
      ].join(', '),
    );
  };
  const choose = (point: number): void => {
    if (codes) setChosen({ point, code: Float32Array.from(rowOf(codes.mean, point)), label: codes.labels?.[point] ?? 0 });
  };

  return (
    <ViewFrame
      label={t('view.latent')}
      {...(codes ? { table: { isShown: isTable, onChange: setTable } } : {})}
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
          {width >= 3 ? (
            <Select
              label={t('view.space')}
              value={mode}
              options={modes.map((value) => ({ value, title: t(`view.space.${value}`) }))}
              onChange={setMode}
              className="w-20"
            />
          ) : null}
          {width >= 3 ? (
            <div role="group" aria-label={t('view.dimensions')} className="flex gap-1.5">
              <Select label="x" shown value={`${first}`} options={dimensions} onChange={(value) => setX(Number(value))} className="w-24" />
              <Select label="y" shown value={`${second}`} options={dimensions} onChange={(value) => setY(Number(value))} className="w-24" />
              {mode === '3d' ? (
                <Select label="z" shown value={`${third}`} options={dimensions} onChange={(value) => setZ(Number(value))} className="w-24" />
              ) : null}
            </div>
          ) : null}
        </>
      }
      status={
        <>
          {placed && !isTable && !chosen ? (
            <span aria-hidden className="truncate">
              {t(mode === '2d' ? 'view.clickPlane' : 'view.clickPoint')}
            </span>
          ) : null}
          <Freshness place={place} isBusy={readout.isBusy} />
        </>
      }
    >
      {codes && placed && facts && typeof place !== 'string' ? (
        isTable ? (
          <DataTable
            caption={label}
            columns={[t('view.class'), t('view.examples'), ...dimensions.slice(0, 32).map(({ title }) => t('view.meanOf', { dimension: title }))]}
            rows={summary.map(({ count: points, centre }, index) => [names[index] ?? t('view.allPoints'), points, ...centre.slice(0, 32).map(shortNumber)])}
          />
        ) : (
          <div className="flex h-full min-h-0">
            <div className="relative flex h-full min-w-0 flex-1">
              <LatentPlot
                placed={placed}
                labels={codes.labels}
                hidden={hidden}
                mode={mode}
                label={label}
                chosen={chosen?.point ?? null}
                onHover={onHover}
                onChoose={choose}
                onPlace={(spot) => setChosen({ point: null, code: codeAt(placed, spot, width), label: chosen?.label ?? 0 })}
              />
              {hover && hover.point < count ? <HoverCard place={place} facts={facts} codes={codes} point={hover.point} at={hover.at} /> : null}
            </div>
            {names.length > 0 ? (
              <div className="w-36 shrink-0 overflow-y-auto border-l border-line p-1">
                <LatentLegend names={names} counts={summary.map((of) => of.count)} hidden={hidden} onChange={setHidden} />
              </div>
            ) : null}
            {chosen ? (
              <DecodedPanel
                place={place}
                facts={facts}
                code={chosen.code}
                label={chosen.label}
                onLabel={(next) => setChosen({ ...chosen, label: next })}
                onClose={() => setChosen(null)}
              />
            ) : null}
          </div>
        )
      ) : (
        <Waiting place={place} issues={[...issues, ...refusalOf(readout)]} absent={absent} />
      )}
    </ViewFrame>
  );
}

import { useMemo, useRef } from 'react';
import { useText } from '../../text/useText.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import { shortNumber } from '../chart/shortNumber.ts';
import { DataTable } from '../frame/DataTable.tsx';
import { Freshness } from '../frame/Freshness.tsx';
import { ViewFrame } from '../frame/ViewFrame.tsx';
import { Waiting } from '../frame/Waiting.tsx';
import { exampleForm } from '../paint/exampleForm.ts';
import { PointCloud } from '../paint/PointCloud.tsx';
import { TileCanvas } from '../paint/TileCanvas.tsx';
import { useSize } from '../paint/useSize.ts';
import { useLatentAbsence } from '../run/useAbsence.ts';
import { isBoolean, isNumber, useKeptState } from '../run/useKeptState.ts';
import { refusalOf, useReadout } from '../run/useReadout.ts';
import { useRunFacts } from '../run/useRunFacts.ts';
import { useReadPlace, useWatchedState } from '../run/useWatchedRun.ts';
import { readReconstructions } from './readReconstructions.ts';
import { reconstructionTiles } from './reconstructionTiles.ts';

/** Fixed validation examples as input, reconstruction and difference, read again after each checkpoint. */
export default function ReconstructionsView() {
  const { t } = useText();
  const place = useReadPlace();
  const { facts, issues } = useRunFacts(place);
  const absent = useLatentAbsence(facts);
  const held = useWatchedState((state) => state.start?.examples.validation) ?? 0;
  const [wanted, setWanted] = useKeptState('reconstructions.count', 16, isNumber);
  const [isTable, setTable] = useKeptState('reconstructions.table', false, isBoolean);
  const count = Math.min(wanted, held);
  const readout = useReadout(place, facts && !absent && count > 0 ? `${count}` : null, (client, at) => readReconstructions(client, at, count));
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const found = readout.value;
  const range = facts?.range;
  const drawn = useMemo(
    () => (found && size && range ? reconstructionTiles(found, { stated: range, width: Math.max(40, size.width - 120), height: size.height }) : null),
    [found, size, range],
  );

  const nothing = typeof place !== 'string' && facts && held === 0 ? { title: t('view.noValidation'), hint: t('view.noValidationHint') } : absent;
  const mean = found && found.errors.length > 0 ? found.errors.reduce((sum, error) => sum + error, 0) / found.errors.length : null;
  const label = found ? t('view.reconstructionsLabel', { examples: found.errors.length, error: shortNumber(mean) }) : '';
  const names = facts?.classes;
  const isPoints = facts ? exampleForm(facts.dataShape).form === 'point' : false;
  const tall = drawn ? { height: drawn.layout.height } : undefined;

  return (
    <ViewFrame
      label={t('view.reconstructions')}
      {...(found ? { table: { isShown: isTable, onChange: setTable } } : {})}
      toolbar={
        <>
          <div className="flex items-center gap-2">
            <span aria-hidden className="text-ink-muted">
              {t('view.examples')}
            </span>
            <NumberField label={t('view.examples')} value={wanted} min={1} max={isPoints ? 2000 : 256} onChange={setWanted} className="w-28" />
          </div>
          {mean === null ? null : (
            <span className="text-ink-muted">
              {t('view.meanSquaredError')} <span className="font-medium text-ink tabular-nums">{shortNumber(mean)}</span>
            </span>
          )}
        </>
      }
      status={<Freshness place={place} isBusy={readout.isBusy} />}
    >
      {found === null || !facts ? <Waiting place={place} issues={[...issues, ...refusalOf(readout)]} absent={nothing} /> : null}
      {found && isTable ? (
        <DataTable
          caption={label}
          columns={[t('view.example'), ...(found.labels ? [t('view.class')] : []), t('view.meanSquaredError')]}
          rows={found.errors.map((error, index) => [
            index + 1,
            ...(found.labels ? [names?.[found.labels[index] ?? -1] ?? found.labels[index]] : []),
            shortNumber(error),
          ])}
        />
      ) : null}
      <div ref={box} className={found && !isTable ? 'h-full min-w-0 p-3' : 'h-0'} data-testid="view-reconstructions">
        {found && !isTable && isPoints ? <PointCloud inputs={found.inputs} made={found.made} label={label} /> : null}
        {found && drawn && !isTable && !isPoints ? (
          <div className="flex gap-3" style={tall}>
            <div aria-hidden className="relative w-24 shrink-0 text-right text-ink-muted">
              {Array.from({ length: drawn.layout.blocks }, (_, block) =>
                (['view.input', 'view.reconstruction', 'view.difference'] as const).map((key, row) => (
                  <span
                    key={`${block} ${key}`}
                    className="absolute right-0 flex items-center leading-tight"
                    style={{ top: block * drawn.layout.blockHeight + row * (drawn.layout.tileHeight + 3), height: drawn.layout.tileHeight }}
                  >
                    {t(key)}
                  </span>
                )),
              )}
            </div>
            <TileCanvas tiles={drawn.tiles} width={drawn.layout.width} height={drawn.layout.height} label={label} />
          </div>
        ) : null}
      </div>
    </ViewFrame>
  );
}

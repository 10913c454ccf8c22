import { Dices } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { useText } from '../../text/useText.ts';
import { Button } from '../../ui/Button.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { Select } from '../../ui/Select.tsx';
import { Freshness } from '../frame/Freshness.tsx';
import { ViewFrame } from '../frame/ViewFrame.tsx';
import { Waiting } from '../frame/Waiting.tsx';
import { exampleForm } from '../paint/exampleForm.ts';
import { PointCloud } from '../paint/PointCloud.tsx';
import { TileCanvas } from '../paint/TileCanvas.tsx';
import { useSize } from '../paint/useSize.ts';
import { useLatentAbsence } from '../run/useAbsence.ts';
import { isNumber, isText, useKeptState } from '../run/useKeptState.ts';
import { refusalOf, useReadout } from '../run/useReadout.ts';
import { useRunFacts } from '../run/useRunFacts.ts';
import { useReadPlace, useWatchedState } from '../run/useWatchedRun.ts';
import { sampleLabels, sampleTiles } from './sampleTiles.ts';

const inTurn = 'all';

/** What the decoder makes of codes drawn from the prior. The same seed draws the same codes, so that progress shows. */
export default function SamplesView() {
  const { t } = useText();
  const place = useReadPlace();
  const { facts, issues } = useRunFacts(place);
  const absent = useLatentAbsence(facts);
  const [count, setCount] = useKeptState('samples.count', 40, isNumber);
  const [seed, setSeed] = useKeptState('samples.seed', 1, isNumber);
  const [chosen, setChosen] = useKeptState('samples.class', inTurn, isText);
  const classes = facts?.conditionClasses ?? null;
  const label = chosen === inTurn || classes === null || Number(chosen) >= classes ? null : Number(chosen);
  const readout = useReadout(place, facts && !absent ? `${count} ${seed} ${label}` : null, (client, at) =>
    client.call('sample', { ...at, count, seed, ...(classes === null ? {} : { labels: sampleLabels(count, classes, label) }) }),
  );
  const hasNoPrior = useWatchedState((state) => state.epochs.at(-1)?.klPerDimension === null) ?? false;
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const found = readout.value;
  const drawn = useMemo(
    () =>
      found && size && facts ? sampleTiles(found.images, { stated: facts.range, dataShape: facts.dataShape, width: Math.max(40, size.width - 24) }) : null,
    [found, size, facts],
  );
  const isPoints = facts ? exampleForm(facts.dataShape).form === 'point' : false;
  const title = t('view.samplesLabel', { samples: found?.images.shape[0] ?? 0, seed });
  const options = [
    { value: inTurn, title: t('view.classesInTurn') },
    ...Array.from({ length: classes ?? 0 }, (_, index) => ({ value: `${index}`, title: facts?.classes?.[index] ?? `${index}` })),
  ];

  return (
    <ViewFrame
      label={t('view.samples')}
      toolbar={
        <>
          <div className="flex items-center gap-2">
            <span aria-hidden className="text-ink-muted">
              {t('view.howMany')}
            </span>
            <NumberField label={t('view.howMany')} value={count} min={1} max={isPoints ? 2000 : 400} onChange={setCount} className="w-28" />
          </div>
          <div className="flex items-center gap-2">
            <span aria-hidden className="text-ink-muted">
              {t('view.seed')}
            </span>
            <NumberField label={t('view.seed')} value={seed} min={0} max={2_147_483_647} onChange={setSeed} className="w-32" digits={10} />
          </div>
          <Button icon={<Dices size={16} />} onClick={() => setSeed((seed + 1) % 2_147_483_647)}>
            {t('view.reseed')}
          </Button>
          {classes === null ? null : (
            <Select label={t('view.class')} shown value={label === null ? inTurn : `${label}`} options={options} onChange={setChosen} className="w-52" />
          )}
        </>
      }
      status={<Freshness place={place} isBusy={readout.isBusy} />}
    >
      {found && facts ? null : <Waiting place={place} issues={[...issues, ...refusalOf(readout)]} absent={absent} />}
      <div ref={box} className={found ? 'h-full p-3' : 'h-0'} data-testid="view-samples">
        {found && hasNoPrior ? <p className="mb-2 text-ink-muted">{t('view.noPrior')}</p> : null}
        {found && isPoints ? <PointCloud inputs={null} made={found.images} label={title} /> : null}
        {found && drawn && !isPoints ? <TileCanvas tiles={drawn.tiles} width={drawn.layout.width} height={drawn.layout.height} label={title} /> : null}
      </div>
    </ViewFrame>
  );
}

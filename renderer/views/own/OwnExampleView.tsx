import { Eraser, ImageUp } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useText } from '../../text/useText.ts';
import { Button } from '../../ui/Button.tsx';
import { notify } from '../../ui/tell.ts';
import { Freshness } from '../frame/Freshness.tsx';
import { ViewFrame } from '../frame/ViewFrame.tsx';
import { Waiting } from '../frame/Waiting.tsx';
import { exampleForm } from '../paint/exampleForm.ts';
import { isBoolean, useKeptState } from '../run/useKeptState.ts';
import { useRunFacts } from '../run/useRunFacts.ts';
import { useReadPlace } from '../run/useWatchedRun.ts';
import { emptyPad, padSide } from './brush.ts';
import { DrawPad } from './DrawPad.tsx';
import { centreInk, fitWhole, inverted, isDarkOnLight, withChannels } from './fitPicture.ts';
import type { Picture } from './fitPicture.ts';
import { OwnAnswer } from './OwnAnswer.tsx';
import { isDigitLike, modelValues } from './modelValues.ts';
import { readPicture } from './readPicture.ts';

/** The user's own picture, drawn or from a file, through the trained model. */
export default function OwnExampleView() {
  const { t } = useText();
  const place = useReadPlace();
  const { facts, issues } = useRunFacts(place);
  const [pad, setPad] = useState(emptyPad);
  const [file, setFile] = useState<{ readonly name: string; readonly picture: Picture } | null>(null);
  const [chosenCentring, setCentred] = useKeptState<boolean | null>('own.centred', null, isBoolean);
  const [isInverted, setInverted] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const form = facts ? exampleForm(facts.dataShape) : null;
  const isCentred = chosenCentring ?? (facts !== null && isDigitLike(facts.document.data.kind));

  const example = useMemo(() => {
    if (!facts || form?.form !== 'image') return null;
    const drawn: Picture = { width: padSide, height: padSide, channels: 1, values: pad };
    if (!file && pad.every((ink) => ink === 0)) return null;
    const source = withChannels(file ? (isInverted ? inverted(file.picture) : file.picture) : drawn, form.channels);
    const size = { width: form.width, height: form.height };
    const { values } = isCentred ? centreInk(source, size) : fitWhole(source, size);
    return modelValues(values, facts);
    // The form follows from the facts.
  }, [facts, form?.form, pad, file, isInverted, isCentred]);

  const open = async (chosen: File | undefined): Promise<void> => {
    if (!chosen || form?.form !== 'image') return;
    const picture = await readPicture(chosen, form.channels);
    if (!picture) {
      notify({ title: t('view.notAPicture'), text: chosen.name, tone: 'error' });
      return;
    }
    setInverted(form.channels === 1 && isDarkOnLight(picture));
    setFile({ name: chosen.name, picture });
  };
  const clear = (): void => {
    setPad(emptyPad());
    setFile(null);
  };

  const absent = !facts ? null : form?.form !== 'image' ? { title: t('view.notImages'), hint: t('view.notImagesHint') } : null;
  const isReady = facts !== null && absent === null && typeof place !== 'string';
  const box = 'flex min-h-6 items-center gap-1.5 text-ink-muted';
  return (
    <ViewFrame
      label={t('view.own')}
      toolbar={
        isReady ? (
          <>
            <Button icon={<ImageUp size={16} />} onClick={() => chooser.current?.click()}>
              {t('view.openPicture')}
            </Button>
            <input
              ref={chooser}
              type="file"
              accept="image/*"
              className="sr-only"
              tabIndex={-1}
              aria-label={t('view.openPicture')}
              onChange={(event) => {
                void open(event.target.files?.[0]);
                event.target.value = '';
              }}
            />
            <Button icon={<Eraser size={16} />} onClick={clear}>
              {t('view.clear')}
            </Button>
            <label className={box}>
              <input type="checkbox" className="size-4 accent-(--accent)" checked={isCentred} onChange={(event) => setCentred(event.target.checked)} />
              {t('view.centred')}
            </label>
            {file ? (
              <label className={box}>
                <input type="checkbox" className="size-4 accent-(--accent)" checked={isInverted} onChange={(event) => setInverted(event.target.checked)} />
                {t('view.inverted')}
              </label>
            ) : null}
          </>
        ) : null
      }
      status={<Freshness place={place} isBusy={false} />}
    >
      {isReady ? (
        <div
          className="flex min-h-full flex-wrap items-start gap-4 p-3"
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            void open(event.dataTransfer.files[0]);
          }}
        >
          <figure className="flex flex-col gap-1">
            {file ? (
              <div className="flex size-36 items-center justify-center rounded border border-dashed border-line-strong p-2 text-center wrap-anywhere text-ink-muted">
                {file.name}
              </div>
            ) : (
              <DrawPad pad={pad} onChange={setPad} />
            )}
            <figcaption className="text-xs text-ink-muted">{t(file ? 'view.fromFile' : 'view.drawHere')}</figcaption>
          </figure>
          {example ? <OwnAnswer place={place} facts={facts} example={example} /> : <p className="max-w-72 self-center text-ink-muted">{t('view.ownHint')}</p>}
        </div>
      ) : (
        <Waiting place={place} issues={issues} absent={absent} />
      )}
    </ViewFrame>
  );
}

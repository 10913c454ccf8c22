import { ChevronLeft, ChevronRight, ImageOff } from 'lucide-react';
import { useState } from 'react';
import { describeIssue } from '../../shared/messages/describeIssue.ts';
import type { Split } from '../../shared/protocol/contract.ts';
import { showShape } from '../../shared/nodes/tensorSpec.ts';
import { useDocument } from '../stores/documentStore.ts';
import { useText } from '../text/useText.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Select } from '../ui/Select.tsx';
import { ClassBars } from './ClassBars.tsx';
import { ExampleGrid } from './ExampleGrid.tsx';
import { useAnswer } from './useAnswer.ts';

/** Examples on one page. */
const pageSize = 80;
const splits = ['train', 'validation', 'test'] as const;

/** A look at the document's data as the model sees them: class counts, and every example, page by page. */
export function DataBrowser({ open, onClose }: { readonly open: boolean; onClose(): void }) {
  const { t, pick, language } = useText();
  const { data, training } = useDocument();
  const [split, setSplit] = useState<Split>('train');
  const [label, setLabel] = useState<number | null>(null);
  const [from, setFrom] = useState(0);
  const { outcome, waits } = useAnswer('dataPreview', open ? { data, seed: training.seed, split, label, from, count: pageSize } : undefined, 150);
  const facts = outcome?.value;
  const line = useAnswer('datasets', open ? null : undefined).outcome?.value?.find(({ kind }) => kind === data.kind);
  const number = (value: number): string => value.toLocaleString(language);
  const show = (next: { readonly split?: Split; readonly label?: number | null; readonly from?: number }): void => {
    setSplit(next.split ?? split);
    setLabel(next.label === undefined ? label : next.label);
    setFrom(next.from ?? 0);
  };
  const last = facts ? Math.min(from + pageSize, facts.matching) : 0;
  return (
    <Dialog
      open={open}
      onClose={onClose}
      size="large"
      title={line ? t('training.browser.of', { name: pick(line.title) }) : t('training.browse')}
      description={t('training.browser.about')}
    >
      {outcome &&
        !facts &&
        outcome.issues.map((found) => {
          const { message, hint } = describeIssue(found, language);
          return (
            <EmptyState key={`${found.code}${message}`} icon={<ImageOff size={16} />} title={message}>
              {hint}
            </EmptyState>
          );
        })}
      {!outcome && (
        <p role="status" className="py-10 text-center text-ink-muted">
          {t('training.browser.loading')}
        </p>
      )}
      {facts && (
        <div className="grid gap-4 md:grid-cols-[15rem_minmax(0,1fr)]" aria-busy={waits}>
          <div className="flex flex-col gap-3">
            <Select
              label={t('training.browser.split')}
              shown
              value={split}
              onChange={(next) => show({ split: next })}
              options={splits.map((name) => ({ value: name, title: `${t(`training.split.${name}`)} · ${number(facts.counts[name])}` }))}
            />
            <p className="text-xs text-ink-muted">{t('training.browser.shape', { shape: showShape(facts.shape) })}</p>
            {facts.classes && facts.classCounts && (
              <ClassBars classes={facts.classes} counts={facts.classCounts} chosen={label} choose={(next) => show({ label: next })} />
            )}
          </div>
          <div className="min-w-0">
            <div className="mb-2 flex items-center justify-between gap-2">
              <p role="status" className="tabular-nums">
                {facts.matching === 0
                  ? t('training.browser.none')
                  : t('training.browser.range', { from: number(from + 1), to: number(last), count: number(facts.matching) })}
              </p>
              <div className="flex">
                <IconButton
                  label={t('training.browser.back')}
                  icon={<ChevronLeft size={16} />}
                  disabled={from === 0}
                  onClick={() => show({ from: Math.max(0, from - pageSize) })}
                />
                <IconButton
                  label={t('training.browser.on')}
                  icon={<ChevronRight size={16} />}
                  disabled={last >= facts.matching}
                  onClick={() => show({ from: from + pageSize })}
                />
              </div>
            </div>
            <ExampleGrid facts={facts} />
          </div>
        </div>
      )}
    </Dialog>
  );
}

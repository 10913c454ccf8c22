import { TriangleAlert } from 'lucide-react';
import { describeIssue } from '../../shared/messages/describeIssue.ts';
import { useDocument } from '../stores/documentStore.ts';
import { useText } from '../text/useText.ts';
import { lookOf } from './examplePixels.ts';
import { ExampleGrid } from './ExampleGrid.tsx';
import { useAnswer } from './useAnswer.ts';

/** Points shown of a set of points, and examples of any other. */
const points = 60,
  pictures = 8;

/** A first look at the chosen data: some examples, or why they cannot be read. */
export function DataStrip() {
  const { language } = useText();
  const { data, training } = useDocument();
  const { outcome, waits } = useAnswer('dataPreview', { data, seed: training.seed, split: 'train', label: null, from: 0, count: points }, 400);
  if (!outcome) return null;
  const { value: facts, issues } = outcome;
  const wrong = issues.filter(({ severity }) => severity !== 'note');
  return (
    <div aria-busy={waits} data-testid="training-data-strip" className="flex flex-col gap-1.5 py-1">
      {wrong.map((found) => {
        const { message, hint } = describeIssue(found, language);
        return (
          <p
            key={`${found.code}${message}`}
            role="status"
            className={`flex items-start gap-1.5 rounded-md px-2 py-1 text-xs ${found.severity === 'error' ? 'bg-error-soft text-error' : 'bg-warning-soft text-warning'}`}
          >
            <TriangleAlert size={16} className="shrink-0" aria-hidden />
            <span className="min-w-0 wrap-anywhere">
              {message} <span className="text-ink">{hint}</span>
            </span>
          </p>
        );
      })}
      {facts && <ExampleGrid facts={lookOf(facts.shape) === 'dot' ? facts : { ...facts, indices: facts.indices.subarray(0, pictures) }} />}
    </div>
  );
}

import { CircleAlert, Info, TriangleAlert, Wrench } from 'lucide-react';
import type { Issue, Severity } from '../../shared/check/issue.ts';
import { describeIssue } from '../../shared/messages/describeIssue.ts';
import { fixTexts } from '../../shared/messages/fixTexts.ts';
import type { FixTitle } from '../../shared/messages/fixTexts.ts';
import { fixNow } from '../canvas/fixActions.ts';
import { useText } from '../text/useText.ts';
import { Button } from '../ui/Button.tsx';

const looks: Readonly<Record<Severity, string>> = {
  error: 'bg-error-soft text-error',
  warning: 'bg-warning-soft text-warning',
  note: 'bg-accent-soft text-ink',
};
const severityNames = { error: 'inspector.error', warning: 'inspector.warning', note: 'inspector.note.severity' } as const;
const icons = { error: CircleAlert, warning: TriangleAlert, note: Info } as const;

function isFixTitle(title: string): title is FixTitle {
  return Object.hasOwn(fixTexts, title);
}

/** What is wrong, why, the way out, and the button that takes it. */
export function NodeIssues({ issues }: { readonly issues: readonly Issue[] }) {
  const { t, pick, language } = useText();
  return (
    <ul className="flex flex-col gap-1.5">
      {issues.map((found) => {
        const { message, hint } = describeIssue(found, language);
        const Icon = icons[found.severity];
        const { fix } = found;
        return (
          <li key={JSON.stringify([found.code, found.at, found.values])} className={`rounded-md px-2 py-1.5 ${looks[found.severity]}`}>
            <p className="flex items-start gap-1.5">
              <Icon size={16} className="mt-0.5 shrink-0" aria-label={t(severityNames[found.severity])} />
              <span className="min-w-0 wrap-anywhere">
                {message} <span className="text-ink">{hint}</span>
              </span>
            </p>
            {fix && isFixTitle(fix.title) && (
              <Button icon={<Wrench size={16} aria-hidden />} className="mt-1.5 whitespace-normal" onClick={() => fixNow(fix)}>
                {pick(fixTexts[fix.title])}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

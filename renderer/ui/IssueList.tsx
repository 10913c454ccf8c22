import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Issue, Severity } from '../../shared/check/issue.ts';
import { describeIssue } from '../../shared/messages/describeIssue.ts';
import { useText } from '../text/useText.ts';

const icons: Readonly<Record<Severity, ReactElement>> = {
  error: <CircleAlert size={16} className="mt-0.5 shrink-0 text-error" />,
  warning: <TriangleAlert size={16} className="mt-0.5 shrink-0 text-warning" />,
  note: <Info size={16} className="mt-0.5 shrink-0 text-accent" />,
};

/** Issues in words, each with its place and its way out. */
export function IssueList({ issues }: { readonly issues: readonly Issue[] }) {
  const { language } = useText();
  return (
    <div role="alert">
      <ul className="space-y-2">
        {issues.map((found, index) => {
          const { message, hint } = describeIssue(found, language);
          return (
            // The same issue may stand in two places of one file.
            <li key={`${found.code} ${index}`} className="flex gap-2">
              {icons[found.severity]}
              <div className="min-w-0">
                <p className="wrap-anywhere">{message}</p>
                <p className="text-ink-muted wrap-anywhere">{hint}</p>
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

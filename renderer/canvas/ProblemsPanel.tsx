import { CircleAlert, CircleCheck, Info, TriangleAlert, Wrench } from 'lucide-react';
import type { Issue, Severity } from '../../shared/check/issue.ts';
import { describeIssue, partOf } from '../../shared/messages/describeIssue.ts';
import { fixTexts } from '../../shared/messages/fixTexts.ts';
import type { FixTitle } from '../../shared/messages/fixTexts.ts';
import { useAnalysis, useDocument } from '../stores/documentStore.ts';
import { useViewStore } from '../stores/viewStore.ts';
import { useText } from '../text/useText.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { countIssues } from './countIssues.ts';
import { selectNow } from './editNow.ts';
import { fixAll, fixNow } from './fixActions.ts';
import { nodeName } from './say.ts';
import { useScene } from './useScene.ts';

const icons = { error: CircleAlert, warning: TriangleAlert, note: Info } as const;
const tones = { error: 'text-error', warning: 'text-warning', note: 'text-ink-muted' } as const;
const severities = ['error', 'warning', 'note'] as const;

/** Every problem with its place, its way out and, where a machine can do it, its repair. */
export function ProblemsPanel() {
  const { t } = useText();
  const { issues } = useAnalysis();
  if (issues.length === 0)
    return (
      <EmptyState icon={<CircleCheck size={32} />} title={t('problems.none')}>
        {t('problems.noneHint')}
      </EmptyState>
    );
  const { error, warning, note } = countIssues(issues);
  return (
    <div className="flex h-full flex-col" data-testid="problems">
      <header className="flex min-h-10 items-center justify-between gap-2 border-b border-line px-3 py-1.5">
        <div
          role="status"
          aria-label={t('problems.counts', { errors: error, warnings: warning, notes: note })}
          className="flex items-center gap-3 tabular-nums"
        >
          {severities.map((severity) => (
            <Count key={severity} severity={severity} count={{ error, warning, note }[severity]} />
          ))}
        </div>
        {issues.some(({ fix }) => fix) ? (
          <Button icon={<Wrench size={16} aria-hidden />} onClick={fixAll}>
            {t('problems.fixAll')}
          </Button>
        ) : null}
      </header>
      <ul className="m-0 min-h-0 flex-1 list-none overflow-auto p-0">
        {issues.map((found, place) => (
          <Problem key={`${found.code} ${JSON.stringify(found.at)} ${place}`} found={found} />
        ))}
      </ul>
    </div>
  );
}

function Count({ severity, count }: { readonly severity: Severity; readonly count: number }) {
  const { t } = useText();
  const Icon = icons[severity];
  return (
    <span title={t(`problems.${severity}`)} className={`inline-flex items-center gap-1 ${count > 0 ? tones[severity] : 'text-ink-muted'}`}>
      <Icon size={16} aria-hidden />
      {count}
    </span>
  );
}

function Problem({ found }: { readonly found: Issue }) {
  const { t, pick, language } = useText();
  const { nodes } = useScene();
  const { edges } = useDocument();
  const { message, hint } = describeIssue(found, language);
  const Icon = icons[found.severity];
  const node = found.at.node ?? edges.find(({ id }) => id === found.at.edge)?.to.node;
  const view = node === undefined ? undefined : nodes.get(node);
  const show = (): void => {
    if (found.at.edge !== undefined && found.at.node === undefined) selectNow({ edges: [found.at.edge] });
    else if (node !== undefined) selectNow({ nodes: [node] });
    useViewStore.getState().set({ centreOn: node ?? null });
  };
  const { fix } = found;
  const title = fix && isFixTitle(fix.title) ? pick(fixTexts[fix.title]) : fix?.title;
  const body = (
    <>
      <span className={`flex items-center gap-1.5 text-xs font-semibold ${tones[found.severity]}`}>
        <Icon size={16} aria-hidden />
        {t(`problems.${found.severity}`)}
        {view ? (
          <span className="truncate font-medium text-ink-muted">{[nodeName(view, language), partOf(found, language)].filter(Boolean).join(' · ')}</span>
        ) : null}
      </span>
      <span className="block text-ink">{message}</span>
      <span className="block text-xs text-ink-muted">{hint}</span>
    </>
  );
  return (
    <li className="border-b border-line px-3 py-2" data-testid={`problem-${found.code}`}>
      {view ? (
        <button type="button" title={t('problems.show')} className="block w-full cursor-default rounded text-left hover:bg-raised" onClick={show}>
          {body}
        </button>
      ) : (
        <div>{body}</div>
      )}
      {fix && title ? (
        <Button look="primary" className="mt-1.5" icon={<Wrench size={16} aria-hidden />} onClick={() => fixNow(fix)}>
          {title}
        </Button>
      ) : null}
    </li>
  );
}

function isFixTitle(title: string): title is FixTitle {
  return Object.hasOwn(fixTexts, title);
}

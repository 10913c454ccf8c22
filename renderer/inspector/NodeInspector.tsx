import { Lock, LockOpen, Snowflake } from 'lucide-react';
import type { NodeRecord } from '../../shared/graph/document.ts';
import { definitionFor, paramsInRange } from '../../shared/graph/nodeParams.ts';
import { showShape } from '../../shared/nodes/tensorSpec.ts';
import { useAnalysis, useDocumentStore } from '../stores/documentStore.ts';
import { useText } from '../text/useText.ts';
import { describeIssue } from '../../shared/messages/describeIssue.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { tell } from '../ui/tell.ts';
import { ParamField } from './fields/ParamField.tsx';
import { Formula } from './Formula.tsx';
import { NodeIssues } from './NodeIssues.tsx';
import { PortTable } from './PortTable.tsx';
import { portLines } from './portLines.ts';
import { Section } from './Section.tsx';
import { showBound } from './showBound.ts';
import { TextField } from './TextField.tsx';
import { WeightTable } from './WeightTable.tsx';

/** Everything about one node, generated from its definition. */
export function NodeInspector({ id, node }: { readonly id: string; readonly node: NodeRecord }) {
  const { t, pick, language } = useText();
  const { edit, endGesture } = useDocumentStore.getState();
  const { shaped, issues } = useAnalysis();
  const definition = definitionFor(node.kind);
  if (!definition) return <p className="p-3 text-error">{t('inspector.kindUnknown', { kind: node.kind })}</p>;
  const own = issues.filter(({ at }) => at.node === id);
  const params = paramsInRange(definition, node);
  const formula = definition.formulaFor?.(params) ?? definition.formula;
  const { locked = false, frozen = false } = node;
  const weights = shaped.nodes[id]?.weights ?? [];
  const shown = Object.entries(definition.params).filter(([, spec]) => spec.shownWhen?.(params) !== false);
  return (
    <>
      <header className="px-3 py-2.5">
        <div className="flex items-center gap-1">
          <TextField
            id={`name-${id}`}
            label={t('inspector.nodeName')}
            value={node.name ?? ''}
            placeholder={pick(definition.title)}
            maxLength={200}
            disabled={locked}
            set={(name) => edit([{ do: 'renameNode', node: id, name }], `name:${id}`)}
            end={endGesture}
          />
          <IconButton
            label={t('inspector.frozen')}
            icon={<Snowflake size={16} />}
            pressed={frozen}
            disabled={locked || weights.length === 0}
            onClick={() => tell(edit([{ do: 'setFrozen', node: id, frozen: !frozen }]))}
          />
          <IconButton
            label={t('inspector.locked')}
            icon={locked ? <Lock size={16} /> : <LockOpen size={16} />}
            pressed={locked}
            onClick={() => tell(edit([{ do: 'setLocked', node: id, locked: !locked }]))}
          />
        </div>
        <p className="mt-1.5 text-xs text-ink-muted">
          <span className="font-semibold text-ink">{pick(definition.title)}</span> · {pick(definition.summary)}
        </p>
        {formula && <Formula source={formula} label={t('inspector.formula')} />}
        {(locked || frozen) && <p className="mt-2 text-xs text-ink-muted">{locked ? t('inspector.lockedHelp') : t('inspector.frozenHelp')}</p>}
      </header>
      {own.length > 0 && (
        <Section title={t('inspector.problems')}>
          <NodeIssues issues={own} />
        </Section>
      )}
      {shown.length > 0 && (
        <Section title={t('inspector.params')}>
          {shown.map(([param, spec]) => {
            const wrong = own.find(({ at, severity }) => at.param === param && severity === 'error');
            return (
              <ParamField
                key={`${id}/${param}`}
                id={`param-${id}-${param}`}
                spec={spec}
                value={node.params[param] ?? spec.default}
                disabled={locked}
                problem={wrong ? describeIssue(wrong, language).message : null}
                set={(value, burst) => edit([{ do: 'setParam', node: id, param, value }], burst ? `param:${id}:${param}` : undefined)}
                endBurst={endGesture}
              />
            );
          })}
        </Section>
      )}
      <Section title={t('inspector.ports')}>
        <PortTable lines={portLines(definition, params, id, shaped)} />
      </Section>
      {weights.length > 0 && (
        <Section title={t('inspector.weights')}>
          <WeightTable weights={weights} />
        </Section>
      )}
      <p className="border-t border-line px-3 py-2 text-xs text-ink-muted">
        {t('inspector.id', { id })} ·{' '}
        {t('inspector.bounds', {
          bounds:
            Object.values(shaped.nodes[id]?.outputs ?? {})
              .map(({ shape, range }) => `${showShape(shape)} ∈ [${showBound(range[0])}, ${showBound(range[1])}]`)
              .join(', ') || '–',
        })}
      </p>
    </>
  );
}

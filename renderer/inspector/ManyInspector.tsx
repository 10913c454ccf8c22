import { Lock, LockOpen, Snowflake } from 'lucide-react';
import type { NodeRecord } from '../../shared/graph/document.ts';
import type { EditCommand } from '../../shared/graph/edit.ts';
import { definitionFor } from '../../shared/graph/nodeParams.ts';
import { useDocumentStore } from '../stores/documentStore.ts';
import { useText } from '../text/useText.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { tell } from '../ui/tell.ts';
import { commonParams } from './commonParams.ts';
import { ParamField } from './fields/ParamField.tsx';
import { Section } from './Section.tsx';

/** What several nodes have in common, set for all of them at once. Locked nodes keep what they have. */
export function ManyInspector({ nodes }: { readonly nodes: Readonly<Record<string, NodeRecord>> }) {
  const { t } = useText();
  const { edit, endGesture } = useDocumentStore.getState();
  const ids = Object.keys(nodes);
  const open = ids.filter((id) => !nodes[id]?.locked);
  const shared = commonParams(Object.values(nodes).map((node) => ({ specs: definitionFor(node.kind)?.params ?? {}, params: node.params })));
  const forAll = (list: readonly string[], command: (node: string) => EditCommand): readonly EditCommand[] => list.map(command);
  const frozen = ids.every((id) => nodes[id]?.frozen),
    locked = open.length === 0;
  const key = ids.join(',');
  return (
    <>
      <header className="flex items-center gap-1 px-3 py-2.5">
        <h2 className="min-w-0 flex-1 truncate font-semibold">{t('inspector.many', { count: ids.length })}</h2>
        <IconButton
          label={t('inspector.frozen')}
          icon={<Snowflake size={16} />}
          pressed={frozen}
          disabled={locked}
          onClick={() => tell(edit(forAll(open, (node) => ({ do: 'setFrozen', node, frozen: !frozen }))))}
        />
        <IconButton
          label={t('inspector.locked')}
          icon={locked ? <Lock size={16} /> : <LockOpen size={16} />}
          pressed={locked}
          onClick={() => tell(edit(forAll(ids, (node) => ({ do: 'setLocked', node, locked: !locked }))))}
        />
      </header>
      <Section title={t('inspector.commonParams')}>
        {shared.length === 0 && <p className="text-ink-muted">{t('inspector.noCommon')}</p>}
        {open.length < ids.length && <p className="text-xs text-ink-muted">{t('inspector.someLocked', { count: ids.length - open.length })}</p>}
        {shared.map(({ name, spec, value }) => (
          <ParamField
            key={`${key}/${name}`}
            id={`param-many-${name}`}
            spec={spec}
            value={value}
            disabled={locked}
            set={(next, burst) =>
              edit(
                forAll(open, (node) => ({ do: 'setParam', node, param: name, value: next })),
                burst ? `param:${key}:${name}` : undefined,
              )
            }
            endBurst={endGesture}
          />
        ))}
      </Section>
    </>
  );
}

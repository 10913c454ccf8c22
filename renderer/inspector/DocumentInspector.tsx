import { Plus, Trash2 } from 'lucide-react';
import { freeRecordId } from '../../shared/graph/createDocument.ts';
import { goals } from '../../shared/graph/document.ts';
import { estimateCost } from '../../shared/check/estimateCost.ts';
import { useAnalysis, useDocument, useDocumentStore } from '../stores/documentStore.ts';
import { useText } from '../text/useText.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { tell } from '../ui/tell.ts';
import { ChoiceBox } from './fields/ChoiceBox.tsx';
import { FieldRow } from './fields/FieldRow.tsx';
import { NodeIssues } from './NodeIssues.tsx';
import { Section } from './Section.tsx';
import { TextField } from './TextField.tsx';

/** The document as a whole: what is shown while nothing is selected. */
export function DocumentInspector() {
  const { t, language } = useText();
  const document = useDocument();
  const { issues, parameterCount, plan } = useAnalysis();
  const { edit, endGesture } = useDocumentStore.getState();
  const whole = issues.filter(({ at }) => at.node === undefined && at.edge === undefined);
  const number = (value: number): string => value.toLocaleString(language);
  const cost = plan ? estimateCost(plan) : null;
  const facts = [
    [t('inspector.nodes'), number(Object.keys(document.nodes).length)],
    [t('inspector.wires'), number(document.edges.length)],
    [t('inspector.parameters'), number(parameterCount)],
    ...(cost ? [[t('inspector.memory'), t('inspector.megabytes', { count: ((cost.weightBytes + cost.activationBytes) / 1e6).toFixed(1) })]] : []),
  ] as const;
  return (
    <>
      <header className="px-3 py-2.5">
        <h2 className="mb-1.5 font-semibold">{t('inspector.document')}</h2>
        <TextField
          id="document-name"
          label={t('inspector.documentName')}
          value={document.name}
          maxLength={200}
          set={(name) => edit([{ do: 'rename', name }], 'document:name')}
          end={endGesture}
        />
        <div className="mt-1.5">
          <FieldRow id="document-goal" title={t('inspector.goal')} help={t('inspector.goalHelp')} facts="">
            <ChoiceBox
              id="document-goal"
              choices={goals.map((goal) => ({ value: goal, label: t(`inspector.goal.${goal}`) }))}
              value={document.goal}
              mixed=""
              invalid={false}
              disabled={false}
              choose={(chosen) => {
                const goal = goals.find((each) => each === chosen);
                if (goal) tell(edit([{ do: 'setGoal', goal }]));
              }}
            />
          </FieldRow>
        </div>
      </header>
      {whole.length > 0 && (
        <Section title={t('inspector.problems')}>
          <NodeIssues issues={whole} />
        </Section>
      )}
      <Section title={t('inspector.size')}>
        <dl className="grid grid-cols-[1fr_auto] gap-y-1">
          {facts.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-ink-muted">{name}</dt>
              <dd className="text-end font-medium tabular-nums">{value}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section
        title={t('inspector.notes')}
        aside={
          <Button
            look="quiet"
            icon={<Plus size={16} aria-hidden />}
            onClick={() => tell(edit([{ do: 'addNote', note: { id: freeRecordId(document.notes, 'note'), text: '' } }]))}
          >
            {t('inspector.addNote')}
          </Button>
        }
      >
        {document.notes.length === 0 && <p className="text-ink-muted">{t('inspector.noNotes')}</p>}
        <ul className="flex flex-col gap-1.5">
          {document.notes.map(({ id, text }, index) => (
            <li key={id} className="flex items-start gap-1">
              <TextField
                id={`note-${id}`}
                label={t('inspector.note', { count: index + 1 })}
                long
                value={text}
                maxLength={20_000}
                set={(next) => edit([{ do: 'setNote', id, text: next }], `note:${id}`)}
                end={endGesture}
              />
              <IconButton
                label={t('inspector.removeNote', { count: index + 1 })}
                icon={<Trash2 size={16} />}
                onClick={() => tell(edit([{ do: 'removeNote', id }]))}
              />
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

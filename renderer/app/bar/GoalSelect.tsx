import { goals } from '../../../shared/graph/document.ts';
import { useDocumentStore } from '../../stores/documentStore.ts';
import { useText } from '../../text/useText.ts';
import { Select } from '../../ui/Select.tsx';
import { tell } from '../../ui/tell.ts';

/** What the graph is meant to be: lets the check name what is missing. */
export function GoalSelect() {
  const { t } = useText();
  const goal = useDocumentStore((state) => state.history.present.goal);
  const edit = useDocumentStore((state) => state.edit);
  return (
    <Select
      label={t('app.goal')}
      value={goal}
      className="w-32 shrink-0"
      options={goals.map((each) => ({ value: each, title: t(`app.goal.${each}`), about: t(`app.goal.${each}.about`) }))}
      onChange={(next) => tell(edit([{ do: 'setGoal', goal: next }]))}
    />
  );
}

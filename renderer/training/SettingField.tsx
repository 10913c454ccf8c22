import { describeIssue } from '../../shared/messages/describeIssue.ts';
import { ParamField } from '../inspector/fields/ParamField.tsx';
import { useAnalysis, useDocument, useDocumentStore } from '../stores/documentStore.ts';
import { useText } from '../text/useText.ts';
import { readSetting } from './settingSpec.ts';
import type { SettingSpec } from './settingSpec.ts';

/** One setting of the open document; nothing where it has no effect. */
export function SettingField({ setting }: { readonly setting: SettingSpec }) {
  const { pick, language } = useText();
  const document = useDocument();
  const { issues } = useAnalysis();
  const { edit, endGesture } = useDocumentStore.getState();
  if (setting.shown && !setting.shown(document)) return null;
  const { room, path, spec, facts, placeholder, write } = setting;
  const name = `${room}.${path.join('.')}`;
  const wrong = issues.find(({ at, severity }) => at.path === name && severity === 'error');
  return (
    <ParamField
      id={`setting-${name.replaceAll('.', '-')}`}
      spec={spec}
      value={readSetting(document, setting)}
      facts={facts && pick(facts)}
      placeholder={placeholder && pick(placeholder)}
      problem={wrong ? describeIssue(wrong, language).message : null}
      set={(value, burst) =>
        edit([{ do: room === 'training' ? 'setTraining' : 'setData', path, value: write ? write(value) : value }], burst ? `setting:${name}` : undefined)
      }
      endBurst={endGesture}
    />
  );
}

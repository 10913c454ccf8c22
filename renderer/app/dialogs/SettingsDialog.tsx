import type { Language } from '../../../shared/messages/language.ts';
import { useViewStore } from '../../stores/viewStore.ts';
import type { Theme } from '../../stores/viewStore.ts';
import { useText } from '../../text/useText.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select } from '../../ui/Select.tsx';
import { closeDialog } from './openDialog.ts';

const languages: readonly { readonly value: Language; readonly title: string }[] = [
  { value: 'en', title: 'English' },
  { value: 'zh', title: '简体中文' },
];

/** Language and theme, in force at once. */
export function SettingsDialog() {
  const { t } = useText();
  const { language, theme, set } = useViewStore();
  const themes: readonly Theme[] = ['system', 'light', 'dark'];
  return (
    <Dialog
      open
      onClose={closeDialog}
      title={t('app.settings')}
      size="small"
      footer={
        <Button look="primary" onClick={closeDialog}>
          {t('app.done')}
        </Button>
      }
    >
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-4">
        <dt>{t('app.language')}</dt>
        <dd>
          <Select label={t('app.language')} value={language} options={languages} onChange={(next) => set({ language: next })} />
        </dd>
        <dt>{t('app.theme')}</dt>
        <dd>
          <Select
            label={t('app.theme')}
            value={theme}
            options={themes.map((each) => ({ value: each, title: t(`app.theme.${each}`) }))}
            onChange={(next) => set({ theme: next })}
          />
        </dd>
        <dt>{t('app.firstSteps')}</dt>
        <dd>
          <Button onClick={() => set({ onboarded: false, dialog: null })}>{t('app.showFirstSteps')}</Button>
        </dd>
      </dl>
    </Dialog>
  );
}

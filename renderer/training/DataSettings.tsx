import { Images } from 'lucide-react';
import { useState } from 'react';
import { Section } from '../inspector/Section.tsx';
import { useText } from '../text/useText.ts';
import { Button } from '../ui/Button.tsx';
import { DataBrowser } from './DataBrowser.tsx';
import { DataPicker } from './DataPicker.tsx';
import { DataStrip } from './DataStrip.tsx';
import { ownDataSpecs } from './dataSettingSpecs.ts';
import { OwnDataPicker } from './OwnDataPicker.tsx';
import { SettingField } from './SettingField.tsx';

/** Which examples the document is trained on, and a look at them. */
export function DataSettings() {
  const { t } = useText();
  const [browsing, setBrowsing] = useState(false);
  return (
    <Section
      title={t('training.group.data')}
      aside={
        <Button look="quiet" icon={<Images size={16} aria-hidden />} onClick={() => setBrowsing(true)}>
          {t('training.browse')}
        </Button>
      }
    >
      <DataPicker />
      <OwnDataPicker />
      {ownDataSpecs.map((setting) => (
        <SettingField key={setting.path.join('.')} setting={setting} />
      ))}
      <DataStrip />
      <DataBrowser open={browsing} onClose={() => setBrowsing(false)} />
    </Section>
  );
}

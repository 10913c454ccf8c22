import { useText } from '../text/useText.ts';

export function App() {
  const { t } = useText();
  return <main className="p-4">{t('app.name')}</main>;
}

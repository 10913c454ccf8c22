import { Suspense } from 'react';
import { useViewStore } from '../stores/viewStore.ts';
import { useText } from '../text/useText.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import './curves/runTicks.ts';
import { viewCatalogue } from './viewCatalogue.ts';

/** The views of the watched run, one tab each. */
export function ViewPane() {
  const { t } = useText();
  const view = useViewStore((state) => state.view);
  const set = useViewStore((state) => state.set);
  const pages = viewCatalogue.map(({ id, title, component: View }) => ({
    id,
    title: t(title),
    content: (
      <Suspense fallback={<EmptyState title={t('view.loading')} />}>
        <View />
      </Suspense>
    ),
  }));
  const shown = viewCatalogue.some(({ id }) => id === view) ? view : 'curves';
  return <Tabs label={t('view.name')} pages={pages} value={shown} onChange={(id) => set({ view: id })} />;
}

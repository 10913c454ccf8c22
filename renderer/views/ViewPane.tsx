import { Suspense, useDeferredValue, useEffect } from 'react';
import type { ComponentType } from 'react';
import { useViewStore } from '../stores/viewStore.ts';
import { useText } from '../text/useText.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import './curves/runTicks.ts';
import { loadWhenIdle } from './loadWhenIdle.ts';
import { viewCatalogue } from './viewCatalogue.ts';

/** The views of the watched run, one tab each. */
export function ViewPane() {
  const { t } = useText();
  const view = useViewStore((state) => state.view);
  const set = useViewStore((state) => state.set);
  useEffect(() => loadWhenIdle(viewCatalogue.map(({ load }) => load)), []);
  const pages = viewCatalogue.map(({ id, title, component }) => ({ id, title: t(title), content: <ViewSlot component={component} /> }));
  const shown = viewCatalogue.some(({ id }) => id === view) ? view : 'curves';
  return <Tabs label={t('view.name')} pages={pages} value={shown} onChange={(id) => set({ view: id })} />;
}

/** A view, built after its tab has been shown as chosen and in portions: the page goes on answering meanwhile. */
function ViewSlot({ component: View }: { readonly component: ComponentType }) {
  const { t } = useText();
  const isDue = useDeferredValue(true, false);
  const wait = <EmptyState title={t('view.loading')} />;
  return isDue ? (
    <Suspense fallback={wait}>
      <View />
    </Suspense>
  ) : null;
}

import { useEffect, useRef } from 'react';
import { Group, Panel, Separator, useDefaultLayout, usePanelRef } from 'react-resizable-panels';
import { useViewStore } from '../stores/viewStore.ts';
import type { FoldableName } from '../stores/viewStore.ts';
import { useText } from '../text/useText.ts';
import { OnboardingCard } from './OnboardingCard.tsx';
import { Room } from './Room.tsx';
import { SidePanels } from './SidePanels.tsx';
import { Canvas, Palette, ViewPane } from './slots.ts';

const bar =
  'relative bg-line transition-colors outline-none after:absolute after:z-10 hover:bg-accent data-[separator=active]:bg-accent focus-visible:bg-accent';
const upright = `${bar} w-px after:inset-y-0 after:-inset-x-1`;
const level = `${bar} h-px after:inset-x-0 after:-inset-y-1`;

/** Whether the canvas needs what room the panels can spare, so that a first model is readable. */
const isNarrow = (): boolean => window.innerWidth < 1440;

/** Palette, canvas, side panel and views; sizes are remembered, and each but the canvas can be folded away. */
export function Workbench() {
  const { t } = useText();
  const columns = useDefaultLayout({ id: 'hourglass-columns', storage: localStorage });
  const rows = useDefaultLayout({ id: 'hourglass-rows', storage: localStorage });
  const [palette, side, views] = [useFoldable('palette', isNarrow() ? 176 : 208), useFoldable('side', isNarrow() ? 320 : 348), useFoldable('views', 272)];
  return (
    <Group
      orientation="horizontal"
      defaultLayout={columns.defaultLayout}
      onLayoutChanged={columns.onLayoutChanged}
      className="min-h-0 flex-1"
      id="hourglass-columns"
    >
      <Panel id="palette" {...palette} minSize={168} maxSize={360} collapsible collapsedSize={0} groupResizeBehavior="preserve-pixel-size">
        <section aria-label={t('app.palette')} data-room="palette" className="h-full overflow-hidden bg-panel">
          <Room>
            <Palette />
          </Room>
        </section>
      </Panel>
      <Separator className={upright} aria-label={t('app.resizePalette')} />
      <Panel id="centre" minSize={360}>
        <Group orientation="vertical" defaultLayout={rows.defaultLayout} onLayoutChanged={rows.onLayoutChanged} className="h-full" id="hourglass-rows">
          <Panel id="canvas" minSize={160}>
            <main aria-label={t('app.canvas')} data-room="canvas" className="relative h-full overflow-hidden bg-surface">
              <Room>
                <Canvas />
              </Room>
              <OnboardingCard />
            </main>
          </Panel>
          <Separator className={level} aria-label={t('app.resizeViews')} />
          <Panel id="views" {...views} minSize={140} collapsible collapsedSize={0} groupResizeBehavior="preserve-pixel-size">
            <section aria-label={t('app.views')} data-room="views" className="h-full overflow-hidden bg-panel">
              <Room>
                <ViewPane />
              </Room>
            </section>
          </Panel>
        </Group>
      </Panel>
      <Separator className={upright} aria-label={t('app.resizeSide')} />
      <Panel id="side" {...side} minSize={304} maxSize={560} collapsible collapsedSize={0} groupResizeBehavior="preserve-pixel-size">
        <section aria-label={t('app.side')} data-room="side" className="h-full overflow-hidden bg-panel">
          <SidePanels />
        </section>
      </Panel>
    </Group>
  );
}

/** Folds a panel as the view store says, and tells the store what dragging did. @param defaultSize in px; what it unfolds to when it was folded before the page came */
function useFoldable(name: FoldableName, defaultSize: number) {
  const panelRef = usePanelRef();
  const sizePx = useRef(defaultSize);
  const isFolded = useViewStore(({ folded }) => folded[name]);
  const set = useViewStore((state) => state.set);
  useEffect(() => {
    const panel = panelRef.current;
    if (!panel || panel.isCollapsed() === isFolded) return;
    if (isFolded) panel.collapse();
    else panel.resize(sizePx.current);
  }, [isFolded, panelRef]);
  const onResize = ({ inPixels }: { readonly inPixels: number }): void => {
    if (inPixels > 0) sizePx.current = inPixels;
    const { folded } = useViewStore.getState();
    if ((inPixels === 0) !== folded[name]) set({ folded: { ...folded, [name]: inPixels === 0 } });
  };
  return { panelRef, onResize, defaultSize };
}

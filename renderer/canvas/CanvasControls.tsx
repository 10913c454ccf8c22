import { Panel } from '@xyflow/react';
import { LayoutGrid, Maximize, Plus, Search, ZoomIn, ZoomOut } from 'lucide-react';
import { useText } from '../text/useText.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { arrangeAll, openQuickAdd, openSearch, zoomBy, zoomToFit } from './canvasActions.ts';

/** The canvas's own buttons. */
export function CanvasControls() {
  const { t } = useText();
  return (
    <Panel position="bottom-left">
      <div role="toolbar" aria-label={t('canvas.name')} className="flex gap-0.5 rounded-lg border border-line bg-panel p-0.5 shadow-(--shadow)">
        <IconButton side="top" label={t('canvas.addNode')} shortcut="Space" icon={<Plus size={16} />} onClick={() => openQuickAdd()} />
        <IconButton side="top" label={t('canvas.search')} shortcut="Mod+F" icon={<Search size={16} />} onClick={openSearch} />
        <IconButton side="top" label={t('canvas.arrange')} icon={<LayoutGrid size={16} />} onClick={() => void arrangeAll()} />
        <IconButton side="top" label={t('canvas.zoomOut')} shortcut="-" icon={<ZoomOut size={16} />} onClick={() => zoomBy(0.8)} />
        <IconButton side="top" label={t('canvas.zoomIn')} shortcut="+" icon={<ZoomIn size={16} />} onClick={() => zoomBy(1.25)} />
        <IconButton side="top" label={t('canvas.fit')} shortcut="F" icon={<Maximize size={16} />} onClick={zoomToFit} />
      </div>
    </Panel>
  );
}

import { Popover } from '@base-ui/react/popover';
import { SlidersHorizontal } from 'lucide-react';
import { useText } from '../text/useText.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { LiveControls } from './LiveControls.tsx';

/** Opens the figures of the running model over the page. */
export function LiveControlsButton() {
  const { t } = useText();
  return (
    <Popover.Root>
      <Popover.Trigger render={<IconButton label={t('training.live')} icon={<SlidersHorizontal size={16} />} />} />
      <Popover.Portal>
        <Popover.Positioner className="z-30" sideOffset={8}>
          <Popover.Popup data-beside className="w-80 rounded-lg border border-line bg-panel p-3 text-ink shadow-(--shadow) outline-none">
            <Popover.Title className="mb-1 font-semibold">{t('training.live')}</Popover.Title>
            <Popover.Description className="mb-2 text-xs text-ink-muted">{t('training.liveHelp')}</Popover.Description>
            <LiveControls />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

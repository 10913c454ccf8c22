import { CircleAlert, Cpu, LoaderCircle, Unplug } from 'lucide-react';
import type { ReactElement } from 'react';
import { useRunStore } from '../../stores/runStore.ts';
import type { EngineStatus } from '../../stores/runStore.ts';
import { useViewStore } from '../../stores/viewStore.ts';
import { useText } from '../../text/useText.ts';
import { deviceTitle } from './deviceTitle.ts';
import { Tooltip } from '../../ui/Tooltip.tsx';

const looks: Readonly<Record<EngineStatus, { readonly icon: ReactElement; readonly colour: string }>> = {
  connecting: { icon: <LoaderCircle size={16} className="animate-spin" />, colour: 'text-ink-muted' },
  starting: { icon: <LoaderCircle size={16} className="animate-spin" />, colour: 'text-warning' },
  ready: { icon: <Cpu size={16} />, colour: 'text-good' },
  'not-answering': { icon: <CircleAlert size={16} />, colour: 'text-warning' },
  lost: { icon: <Unplug size={16} />, colour: 'text-error' },
  failed: { icon: <CircleAlert size={16} />, colour: 'text-error' },
};

/** Whether the engine answers, and what it computes on. Opens the diagnostics. */
export function EngineBadge() {
  const { t } = useText();
  const status = useRunStore(({ engine }) => engine),
    device = useRunStore((state) => state.device);
  const set = useViewStore((state) => state.set);
  const { icon, colour } = looks[status];
  const words = status === 'ready' && device ? deviceTitle(device) : t(`app.engine.${status}`);
  const hint =
    status !== 'ready' || !device
      ? t(`app.engine.${status}.about`)
      : t(device.threads > 0 ? 'app.engine.device' : 'app.engine.deviceAll', { description: device.description, threads: device.threads });
  return (
    <Tooltip hint={hint}>
      <button
        type="button"
        data-testid="app-engine"
        data-status={status}
        onClick={() => set({ dialog: 'about' })}
        className="flex h-7 shrink-0 cursor-default items-center gap-1.5 rounded-md px-2 hover:bg-raised"
      >
        <span className={colour} aria-hidden>
          {icon}
        </span>
        <span className="sr-only">
          {t('app.engine')}: {t(`app.engine.${status}`)}.{' '}
        </span>
        <span className="max-w-36 truncate">{words}</span>
      </button>
    </Tooltip>
  );
}

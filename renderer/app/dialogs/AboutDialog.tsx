import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { DeviceLine } from '../../../shared/protocol/contract.ts';
import { protocolVersion } from '../../../shared/protocol/contract.ts';
import { catalogueHash } from '../../../shared/protocol/catalogueHash.ts';
import { useRunStore } from '../../stores/runStore.ts';
import { useText } from '../../text/useText.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useClient } from '../connection.ts';
import { downloadDiagnostics } from '../diagnostics.ts';
import { closeDialog } from './openDialog.ts';

/** What this is, whether the engine answers, what it can compute on, and a report for bugs. */
export function AboutDialog() {
  const { t } = useText();
  const client = useClient();
  const engine = useRunStore((state) => state.engine);
  const [devices, setDevices] = useState<readonly DeviceLine[] | null>(null);
  const reachable = engine === 'ready';
  useEffect(() => {
    let gone = false;
    if (reachable)
      void client.call('devices', null).then(({ value }) => {
        if (!gone && value) setDevices(value);
      });
    return () => {
      gone = true;
    };
  }, [client, reachable]);
  return (
    <Dialog
      open
      onClose={closeDialog}
      reading
      title={t('app.about')}
      description={t('app.about.what')}
      footer={
        <Button icon={<Download size={16} />} onClick={() => void downloadDiagnostics(client)}>
          {t('app.diagnostics')}
        </Button>
      }
    >
      <dl className="mb-4 grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
        <dt className="text-ink-muted">{t('app.engine')}</dt>
        <dd>
          <span className="font-medium">{t(`app.engine.${engine}`)}</span>. {t(`app.engine.${engine}.about`)}
        </dd>
        <dt className="text-ink-muted">{t('app.about.build')}</dt>
        <dd className="tabular-nums">{t('app.about.protocol', { version: protocolVersion, hash: catalogueHash() })}</dd>
      </dl>
      <h3 className="mb-1.5 font-semibold">{t('app.about.devices')}</h3>
      {devices ? (
        <ul className="divide-y divide-line rounded-md border border-line">
          {devices.map((line) => (
            <DeviceRow key={line.id} line={line} />
          ))}
        </ul>
      ) : (
        <p className="text-ink-muted">{t(reachable ? 'app.about.probing' : 'app.about.noDevices')}</p>
      )}
      <p className="mt-4 text-ink-muted">{t('app.about.report')}</p>
    </Dialog>
  );
}

function DeviceRow({ line }: { readonly line: DeviceLine }) {
  const { t, pick } = useText();
  return (
    <li className="flex items-start gap-3 px-3 py-2">
      <span className="w-32 shrink-0 font-medium">{line.id}</span>
      <span className="min-w-0 flex-1 text-ink-muted wrap-anywhere">
        {line.available ? line.description : line.reason && pick(line.reason)}
        {line.available && line.matmulMs !== null ? ` · ${t('app.about.matmul', { ms: Number(line.matmulMs.toPrecision(3)) })}` : ''}
        {!line.available && line.command ? <code className="mt-1 block rounded bg-raised px-1.5 py-0.5 text-xs text-ink">{line.command}</code> : null}
      </span>
      <Badge tone={line.available ? 'good' : 'neutral'}>{t(line.available ? 'app.about.available' : 'app.about.unavailable')}</Badge>
    </li>
  );
}

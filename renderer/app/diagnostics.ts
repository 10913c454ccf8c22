import type { Client } from '../../shared/protocol/client.ts';
import { catalogueHash } from '../../shared/protocol/catalogueHash.ts';
import { protocolVersion } from '../../shared/protocol/contract.ts';
import { useRunStore } from '../stores/runStore.ts';
import { useViewStore } from '../stores/viewStore.ts';
import { downloadFile } from './downloadFile.ts';
import { pageLog } from './pageLog.ts';

/** What a bug report needs: versions, devices, logs. No documents, no names of files or projects, no data. */
export async function collectDiagnostics(client: Client): Promise<Record<string, unknown>> {
  const { engine, device, runs } = useRunStore.getState();
  const { language, theme } = useViewStore.getState();
  const isLost = engine === 'lost' || engine === 'connecting' || engine === 'failed';
  const [devices, host] = isLost ? [undefined, undefined] : await Promise.all([client.call('devices', null), client.call('engine', null)]);
  return {
    made: new Date().toISOString(),
    page: {
      protocol: protocolVersion,
      catalogue: catalogueHash(),
      userAgent: navigator.userAgent,
      language,
      theme,
      width: innerWidth,
      height: innerHeight,
      pixelRatio: devicePixelRatio,
    },
    engine: { status: engine, device, node: host?.value?.node ?? null },
    devices: devices?.value ?? null,
    runs: Object.values(runs).map(({ status, step, epochs, issues, start }) => ({
      status,
      step,
      epochs: epochs.length,
      codes: issues.map(({ code }) => code),
      versions: start?.versions ?? null,
      device: start?.device ?? null,
    })),
    log: pageLog(),
  };
}

/** Downloads them as one file. */
export async function downloadDiagnostics(client: Client): Promise<void> {
  downloadFile('hourglass-diagnostics.json', `${JSON.stringify(await collectDiagnostics(client), null, 2)}\n`);
}

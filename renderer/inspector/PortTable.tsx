import { ArrowRightFromLine, ArrowRightToLine } from 'lucide-react';
import type { Text } from '../../shared/messages/language.ts';
import type { Port } from '../../shared/nodes/defineNode.ts';
import { useText } from '../text/useText.ts';

export interface PortLine {
  readonly port: Port;
  readonly side: 'in' | 'out';
  /** Title of the node it comes from; null at an output and where nothing is connected. */
  readonly from: Text | null;
  /** `28×28×1`; null where it is not known. */
  readonly shape: string | null;
}

/** What goes in and comes out of a node, with its shape. */
export function PortTable({ lines }: { readonly lines: readonly PortLine[] }) {
  const { t, pick } = useText();
  return (
    <table className="w-full table-fixed text-start">
      <thead className="sr-only">
        <tr>
          <th>{t('inspector.port')}</th>
          <th>{t('inspector.from')}</th>
          <th>{t('inspector.shape')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ port, side, from, shape }, place) => {
          const Icon = side === 'in' ? ArrowRightToLine : ArrowRightFromLine;
          return (
            <tr key={`${side}/${port.name}/${place}`} className="h-6">
              <th scope="row" className="truncate text-start font-normal">
                <Icon size={16} className="me-1.5 inline-block text-ink-muted" aria-label={t(side === 'in' ? 'inspector.input' : 'inspector.output')} />
                {pick(port.title)}
              </th>
              <td className="truncate text-ink-muted" title={from ? pick(from) : undefined}>
                {side === 'out' ? '' : from ? pick(from) : t(port.optional ? 'inspector.optional' : 'inspector.unconnected')}
              </td>
              <td className="truncate text-end font-medium tabular-nums">{shape ?? t('inspector.unknown')}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

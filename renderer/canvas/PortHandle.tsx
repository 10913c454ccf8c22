import { Handle, Position } from '@xyflow/react';
import { issue } from '../../shared/check/issue.ts';
import type { Issue } from '../../shared/check/issue.ts';
import type { Side } from '../../shared/graph/canConnect.ts';
import type { End } from '../../shared/graph/document.ts';
import { describeIssue } from '../../shared/messages/describeIssue.ts';
import { useText } from '../text/useText.ts';
import { useCanvasStore } from './canvasStore.ts';
import type { LooseWire } from './canvasStore.ts';
import { endKey } from './scene.ts';
import { refusalOf } from './wireVerdicts.ts';

interface PortHandleProps {
  readonly side: Side;
  readonly end: End;
  /** The handle's id on its flow node. */
  readonly id: string;
  /** What the port is called, for the pointer. */
  readonly label: string;
  readonly optional?: boolean;
}

/** Why a port cannot take the wire that is being drawn: null where it can or none is. */
export function refusedBy(wire: LooseWire | null, end: End, side: Side): Issue | null {
  if (!wire || endKey(wire.end) === endKey(end)) return null;
  if (wire.side === side) return issue('edit-wire-direction', { node: end.node, port: end.port }, { from: endKey(wire.end), to: endKey(end) });
  return refusalOf(wire.verdicts, end);
}

/** Where a wire begins or ends. While one is drawn, a port that cannot take it dims and says why. */
export function PortHandle({ side, end, id, label, optional }: PortHandleProps) {
  const { language } = useText();
  const drawing = useCanvasStore(({ wire }) => wire !== null);
  const refusal = useCanvasStore(({ wire }) => (wire ? (refusedBy(wire, end, side)?.code ?? null) : null));
  const found = refusal === null ? null : refusedBy(useCanvasStore.getState().wire, end, side);
  const reason = found && describeIssue(found, language).message;
  return (
    <Handle
      id={id}
      type={side === 'inputs' ? 'target' : 'source'}
      position={side === 'inputs' ? Position.Left : Position.Right}
      title={reason ?? label}
      className={`port-handle ${optional ? 'port-optional' : ''} ${drawing ? (reason ? 'port-refuses' : 'port-takes') : ''}`}
    />
  );
}

import { Packr } from 'msgpackr';

/**
 * How messages of the protocol stand in WebSocket frames: MessagePack with msgpackr's extension for structured clone, so that typed arrays arrive as what they
 * were. Every frame stands for itself (no shared records). renderer/app/connection.ts uses the same options.
 */
const packr = new Packr({ structuredClone: true, useRecords: false, mapsAsObjects: true });

export function encodeMessage(message: unknown): Uint8Array {
  return packr.pack(message);
}

/** @returns what the frame holds, unread by any schema; undefined where it is no MessagePack */
export function decodeMessage(frame: Uint8Array): unknown {
  try {
    return packr.unpack(frame);
  } catch {
    return undefined;
  }
}

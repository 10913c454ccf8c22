import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor } from '@tensorflow/tfjs-core';
import { nativeBackend } from './nativeBackend.ts';
import { encodeGraph, graphTag } from './encodeGraph.ts';
import type { GraphNode } from './encodeGraph.ts';

/** A TensorFlow graph loaded into a session of its own: its variables live there. */
export interface GraphSession {
  /** Runs what the wanted outputs need. `feeds` by placeholder name; `fetches` are `<node>` or `<node>:<output>`. The caller owns the tensors. */
  run(feeds: Readonly<Record<string, Tensor>>, fetches: readonly string[]): Tensor[];
  dispose(): void;
}

/** Loads a graph into a session. Throws TensorFlow's own words where the graph is not sound. */
export function createGraphSession(nodes: readonly GraphNode[]): GraphSession {
  return loadGraphSession(encodeGraph(nodes));
}

/**
 * Loads the bytes of a `saved_model.pb` without variables of its own, by way of a folder of its own (sessions are kept by path) that goes away at once. Throws
 * TensorFlow's own words where the graph is not sound.
 */
export function loadGraphSession(bytes: Uint8Array): GraphSession {
  const backend = nativeBackend();
  const folder = mkdtempSync(join(tmpdir(), 'hourglass-graph-'));
  let session: number;
  try {
    writeFileSync(join(folder, 'saved_model.pb'), bytes);
    session = backend.loadSavedModelMetaGraph(folder, graphTag);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    run(feeds, fetches) {
      const names = Object.keys(feeds).map((name) => ({ name: `${name}:0` }));
      return backend.runSavedModel(
        session,
        Object.values(feeds),
        names,
        fetches.map((fetch) => (fetch.includes(':') ? fetch : `${fetch}:0`)),
      );
    },
    dispose: () => backend.deleteSavedModel(session),
  };
}

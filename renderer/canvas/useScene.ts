import { analysisOf, useDocumentStore } from '../stores/documentStore.ts';
import { createSceneDeriver } from './deriveScene.ts';
import type { Scene } from './scene.ts';

const derive = createSceneDeriver();

/** The scene of the open document as it is now. */
export function sceneNow(): Scene {
  const document = useDocumentStore.getState().history.present;
  return derive(document, analysisOf(document));
}

/** What is drawn of the open document. The same object while only places change. */
export const useScene = (): Scene => useDocumentStore((state) => derive(state.history.present, analysisOf(state.history.present)));

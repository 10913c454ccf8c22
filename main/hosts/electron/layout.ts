import { join } from 'node:path';

/** Where the app's parts lie. */
export interface Layout {
  /** What the engine calls its root: it holds `.hourglass/`. */
  readonly root: string;
  readonly page: string;
  /** The engine's entry, outside the asar: a plain Node reads it. */
  readonly entry: string;
  readonly preload: string;
  /** The Node that runs the engine; null where `findCarriedNode` finds it. */
  readonly node: string | null;
}

/** @param resources Electron's `process.resourcesPath` in a packaged app; null in the repository @param app Electron's `app.getAppPath()`: the asar, or the repository */
export function layoutOf(resources: string | null, app: string, platform: NodeJS.Platform): Layout {
  const out = { page: join(app, 'dist/renderer'), preload: join(app, 'out/preload.cjs') };
  if (resources === null) return { ...out, root: app, entry: join(app, 'main/hosts/process/engineChild.ts'), node: null };
  return {
    ...out,
    root: resources,
    entry: join(resources, 'app.asar.unpacked/main/hosts/process/engineChild.ts'),
    node: join(resources, 'node', platform === 'win32' ? 'node.exe' : 'node'),
  };
}

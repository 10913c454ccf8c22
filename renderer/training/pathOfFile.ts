/** Where a file that the user chose or dropped lies on this machine: known in the app's own window, which reads files where they are; null in a browser. */
export function pathOfFile(file: File): string | null {
  const bridge: unknown = Reflect.get(globalThis, 'hourglass');
  if (typeof bridge !== 'object' || bridge === null || !('pathOf' in bridge) || typeof bridge.pathOf !== 'function') return null;
  const path: unknown = bridge.pathOf(file);
  return typeof path === 'string' && path !== '' ? path : null;
}

/** The folder of a path of any system. */
export const folderOf = (path: string): string => path.replace(/[/\\][^/\\]*$/, '');

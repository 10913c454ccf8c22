import { isAbsolute, join, relative, sep } from 'node:path';

/** The types of the files a built page has. Others are not served. */
const types = new Map(
  Object.entries({
    html: 'text/html; charset=utf-8',
    js: 'text/javascript; charset=utf-8',
    css: 'text/css; charset=utf-8',
    json: 'application/json',
    svg: 'image/svg+xml',
    png: 'image/png',
    ico: 'image/x-icon',
    woff2: 'font/woff2',
    woff: 'font/woff',
    ttf: 'font/ttf',
    wasm: 'application/wasm',
  }),
);

export interface PageFile {
  readonly path: string;
  readonly type: string;
}

/**
 * The file of the page that a URL's path names; null where it names none: outside the folder, hidden, or of no type a page has.
 * @param pathname as a URL holds it, percent-encoded, beginning with a slash
 * @param folder of the built page
 */
export function pageFile(pathname: string, folder: string): PageFile | null {
  const decoded = decode(pathname);
  if (decoded === null || !decoded.startsWith('/') || /[\\\0]/.test(decoded)) return null;
  const steps = (decoded === '/' ? '/index.html' : decoded).slice(1).split('/');
  if (steps.some((step) => step === '' || step.startsWith('.') || step.includes(':'))) return null;
  const path = join(folder, ...steps),
    way = relative(folder, path);
  const type = types.get(/\.([a-z0-9]+)$/.exec(steps.at(-1) ?? '')?.[1] ?? '');
  return type === undefined || isAbsolute(way) || way.split(sep).includes('..') ? null : { path, type };
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}

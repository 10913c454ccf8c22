/**
 * What the page may load and run, by directive: its own files; styles also inline, as the canvas positions its nodes with them; pictures it draws itself.
 * Nothing is compiled from text, nothing is framed, nothing is sent elsewhere.
 * @param sockets where it may open a WebSocket besides, e.g. `ws://127.0.0.1:4747`
 */
export function pagePolicy(sockets: readonly string[] = []): Readonly<Record<string, readonly string[]>> {
  return {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...sockets],
    'worker-src': ["'self'"],
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  };
}

/** The policy as the value of the header `Content-Security-Policy`. */
export function policyHeader(policy: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(policy)
    .map(([directive, sources]) => [directive, ...sources].join(' '))
    .join('; ');
}

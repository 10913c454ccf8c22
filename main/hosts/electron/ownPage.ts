/** Where the window's page comes from: a scheme of its own, so that it has an origin and nothing else shares it. */
export const pageScheme = 'app';
export const pageHost = 'hourglass';
export const pageUrl = `${pageScheme}://${pageHost}/`;

/** Whether a frame shows the app's own page: only such a frame is given the engine's port, and only there may the window go. */
export function isOwnPage(url: string): boolean {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  return (
    parsed !== null &&
    parsed.protocol === `${pageScheme}:` &&
    parsed.hostname === pageHost &&
    parsed.port === '' &&
    parsed.username === '' &&
    parsed.password === ''
  );
}

/** What the page may ask of the system: to put what the user copies on the clipboard. Nothing else is ever granted. */
export function isGranted(permission: string, url: string): boolean {
  return permission === 'clipboard-sanitized-write' && isOwnPage(url);
}

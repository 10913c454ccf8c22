const key = 'hourglass-page';

/** This tab's name among pages: it outlives a reload, and is another one in every tab. 16 hex digits. */
export function pageId(): string {
  const known = sessionStorage.getItem(key);
  if (known && /^[0-9a-f]{16}$/.test(known)) return known;
  // randomUUID is missing on plain http; this is not.
  const made = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  sessionStorage.setItem(key, made);
  return made;
}

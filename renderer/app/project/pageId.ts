const key = 'hourglass-page';

/** This tab's name among pages: it outlives a reload, and is another one in every tab. 16 hex digits. */
export function pageId(): string {
  const known = sessionStorage.getItem(key);
  return known && /^[0-9a-f]{16}$/.test(known) ? known : renewPageId();
}

/** Takes another name: a duplicated tab comes with the name of the one it was made from, and both would keep their drafts in one place. */
export function renewPageId(): string {
  // randomUUID is missing on plain http; this is not.
  const made = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  sessionStorage.setItem(key, made);
  return made;
}

const projectKey = 'hourglass-project';

/** The project that this tab shows, over a reload; null for a document without one. */
export const shownProject = (): string | null => sessionStorage.getItem(projectKey);

export function setShownProject(project: string | null): void {
  if (project === null) sessionStorage.removeItem(projectKey);
  else sessionStorage.setItem(projectKey, project);
}

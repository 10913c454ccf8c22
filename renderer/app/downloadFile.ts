/** Hands text to the user as a file. */
export function downloadFile(name: string, text: string, type = 'application/json'): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers read the address only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A name that every file system takes, of a document's name. */
export function fileName(name: string, extension: string): string {
  const safe = name
    .replaceAll(/[\p{Cc}/\\:*?"<>|]+/gu, ' ')
    .trim()
    .replace(/[. ]+$/, '')
    .slice(0, 80);
  return `${safe || 'hourglass'}${extension}`;
}

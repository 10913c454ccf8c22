/** The name of the set that some files become: the first one's, without its ending, in the letters a folder may have. */
export function setName(fileName: string): string {
  const stem = fileName.replace(/(\.(gz|idx\d?-ubyte|npz?|csv|zip|png|jpe?g))+$/i, '');
  return (
    stem
      .normalize('NFKC')
      .replace(/[^\p{L}\p{N}_-]+/gu, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 64) || 'data'
  );
}

/** Sends files to the host's library as one data set. Answers why it was refused, or null. */
export async function uploadData(files: readonly File[]): Promise<string | null> {
  const set = setName(files[0]?.name ?? '');
  for (const file of files) {
    try {
      const response = await fetch(`data/${encodeURIComponent(set)}/${encodeURIComponent(file.name)}`, { method: 'PUT', body: file });
      if (!response.ok) return `${file.name}: ${response.status} ${(await response.text()).slice(0, 300)}`;
    } catch (error) {
      return `${file.name}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return null;
}

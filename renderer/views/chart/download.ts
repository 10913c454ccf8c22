/** Hands a file to the browser's downloads. */
export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A name as part of a file's: what file systems refuse becomes a hyphen. */
export function fileNamePart(name: string): string {
  return (
    name
      .normalize('NFC')
      .replace(/[\\/:*?"<>|\s\p{Cc}]+/gu, '-')
      .replace(/^[-.]+|[-.]+$/g, '')
      .slice(0, 80) || 'run'
  );
}

/** Hands a canvas to the downloads as PNG. */
export function downloadPng(name: string, canvas: HTMLCanvasElement): void {
  canvas.toBlob((blob) => {
    if (blob) download(name, blob);
  }, 'image/png');
}

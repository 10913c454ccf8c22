import type { OpenRun, Values } from '../../engine/engine.ts';
import type { Cli } from './cliCommand.ts';
import { showCount } from './figures.ts';

/** Says what was made and where it lies. */
export function tellImages(
  event: 'decoded' | 'sampled',
  { run, images, file }: { readonly run: OpenRun; readonly images: Values; readonly file: string },
  { terminal }: Cli,
): void {
  const [count = 0, ...shape] = images.shape;
  terminal.object({ event, run: run.folder, count, shape, file, device: run.device });
  terminal.line({ en: `${showCount(count)} × ${shape.join('×')}: ${file}`, zh: `${showCount(count)} × ${shape.join('×')}：${file}` });
}

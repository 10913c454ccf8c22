import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { chromiumArgs } from '../../e2e/findChromium.ts';
import { usualLook } from '../../e2e/hosts/appHost.ts';
import type { AppHost } from '../../e2e/hosts/appHost.ts';
import { launchWeb } from '../../e2e/hosts/web.ts';
import { repository } from '../directions/checkDirections.ts';
import { ensureChromium } from '../test/ensureChromium.ts';
import { latentDocument, netDocument } from './benchUiDocuments.ts';
import { editMs, gestureFps, latentRedrawMs, longestTaskMs, openDocument, usablePaintMs } from './benchUiGestures.ts';

/** One figure with what it is held to. Values of all rounds; the median counts. */
interface Figure {
  readonly name: string;
  readonly unit: 'fps' | 'ms' | 'bytes';
  readonly wanted: string;
  readonly median: number;
  readonly rounds: readonly number[];
  readonly holds: boolean;
}

const figures: Figure[] = [];
/** How busy the machine was before: figures of a busy one say little. */
const loadBefore = loadavg()[0] ?? 0;

function tell(name: string, unit: Figure['unit'], bound: { readonly least?: number; readonly most?: number }, rounds: readonly number[]): void {
  const sorted = rounds.toSorted((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  const holds = median >= (bound.least ?? -Infinity) && median <= (bound.most ?? Infinity);
  const wanted = bound.least === undefined ? `≤ ${bound.most}` : `≥ ${bound.least}`;
  figures.push({ name, unit, wanted, median, rounds, holds });
  console.log(
    `${holds ? 'ok    ' : 'MISSED'} ${name}: ${median.toFixed(unit === 'bytes' ? 0 : 1)} ${unit} (${wanted}); rounds ${rounds.map((value) => value.toFixed(unit === 'bytes' ? 0 : 1)).join(' ')}`,
  );
}

/** Runs a measurement several times on a page of its own. */
async function measured(browser: Browser, measure: (page: Page, host: AppHost) => Promise<void>): Promise<void> {
  const host = await launchWeb(browser, usualLook);
  try {
    await host.page.goto(host.url);
    await host.page.getByTestId('canvas-card').first().waitFor();
    await measure(host.page, host);
  } finally {
    await host.close();
  }
}

const times = async (count: number, take: () => Promise<number>): Promise<number[]> => {
  const taken: number[] = [];
  for (let round = 0; round < count; round++) taken.push(await take());
  return taken;
};

const found = await ensureChromium();
if ('missing' in found) {
  console.error(found.missing);
  process.exit(3);
}

// 1. What is loaded: every script and style of the page, lazily loaded ones among them.
const assets = join(repository, 'dist/renderer/assets');
const bundle = readdirSync(assets)
  .filter((name) => /\.(js|css)$/.test(name))
  .reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).length, 0);
tell('renderer bundle, gzip', 'bytes', { most: 1_200_000 }, [bundle]);

const browser = await chromium.launch({ executablePath: found.path, args: [...chromiumArgs] });
try {
  // 2. First usable paint, in a browser that was never here.
  await measured(browser, async (_page, host) => tell('first usable paint', 'ms', { most: 1500 }, await times(7, () => usablePaintMs(browser, host.url))));

  // 3. Pan and zoom, the overview map in view.
  await measured(browser, async (page) => {
    await openDocument(page, netDocument(500, 700));
    tell('pan, 500 nodes and 700 wires in view', 'fps', { least: 45 }, await times(5, () => gestureFps(page, 'pan')));
    tell('zoom, 500 nodes and 700 wires in view', 'fps', { least: 45 }, await times(5, () => gestureFps(page, 'zoom')));
    await page.getByRole('button', { name: 'Zoom to fit' }).click();
    for (let presses = 0; presses < 5; presses++) await page.getByRole('button', { name: 'Zoom in' }).click();
    tell('pan, zoomed to about 60 nodes', 'fps', { least: 55 }, await times(5, () => gestureFps(page, 'pan')));
    tell('zoom, about 60 nodes', 'fps', { least: 55 }, await times(5, () => gestureFps(page, 'zoom')));
  });

  // 4. One parameter edit until the card and the wires say what follows from it.
  for (const [nodes, wires, most] of [
    [100, 140, 16],
    [500, 700, 50],
  ] as const) {
    await measured(browser, async (page) => {
      await openDocument(page, netDocument(nodes, wires));
      tell(`parameter edit to diagnostics, ${nodes} nodes`, 'ms', { most }, await editMs(page, 21));
    });
  }

  // 5. The latent scatter, while it is zoomed.
  await measured(browser, async (page) => {
    await openDocument(page, latentDocument);
    tell('redraw of 60,000 latent points', 'ms', { most: 50 }, await times(5, () => latentRedrawMs(page)));
  });

  // 6. What keeps the page from answering while a run streams.
  await measured(browser, async (page) => tell('longest main-thread task while a run streams', 'ms', { most: 100 }, [await longestTaskMs(page)]));
} finally {
  await browser.close();
}

const file = join(repository, 'test-results/bench-ui.json');
mkdirSync(join(repository, 'test-results'), { recursive: true });
writeFileSync(
  file,
  `${JSON.stringify({ at: new Date().toISOString(), cpu: cpus()[0]?.model, cores: cpus().length, loadBefore, loadAfter: loadavg()[0], viewport: '1280×800', figures }, null, 2)}\n`,
);
console.log(`written to ${file}`);
process.exitCode = figures.every(({ holds }) => holds) ? 0 : 1;

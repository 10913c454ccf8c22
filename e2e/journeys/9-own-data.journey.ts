import type { Page } from '@playwright/test';
import { encode } from 'fast-png';
import { expect, test } from '../journey.ts';
import { documentOf, showSide } from '../steps/menus.ts';
import { keepScreen } from '../steps/screens.ts';
import { storedZip } from '../steps/storedZip.ts';
import { expectStatus, setTraining, train } from '../steps/training.ts';

/** A grey picture of 28 × 28: a bar that lies or stands, at a place of its own. */
function bar(lies: boolean, at: number): Uint8Array {
  const data = Uint8Array.from({ length: 28 * 28 }, (_, pixel) => ((lies ? Math.floor(pixel / 28) : pixel % 28) === at % 28 ? 255 : (at * 7) % 40));
  return encode({ width: 28, height: 28, channels: 1, depth: 8, data });
}

/** Drags a file over the window and lets it go. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([title, content]) => {
      const made = new DataTransfer();
      made.items.add(new File([Uint8Array.from(content)], title));
      return made;
    },
    [name, [...bytes]] as const,
  );
  const canvas = page.getByRole('main');
  await canvas.dispatchEvent('dragover', { dataTransfer: transfer });
  await expect(page.getByTestId('app-drop-hint')).toBeVisible();
  await keepScreen(page, `drop-${name}`);
  await canvas.dispatchEvent('drop', { dataTransfer: transfer });
  await expect(page.getByTestId('app-drop-hint')).toHaveCount(0);
}

test('a zip of class folders, dropped on the window, is trained on; a bad one is refused in words', async ({ page, app }) => {
  test.skip(app.name !== 'web', 'a window reads files where they lie');
  await expect(page.getByTestId('app-engine')).toHaveAttribute('data-status', 'ready');
  await test.step('one that leads out of its folder', async () => {
    test.info().annotations.push({ type: 'expected complaint', description: 'status of 400' });
    await drop(page, 'bad.zip', storedZip([{ name: '../../escape.png', bytes: bar(true, 1) }]));
    await expect(page.getByText('bad.zip holds a file whose name cannot be used here').first()).toBeVisible();
  });

  await test.step('a good one becomes the document’s data', async () => {
    const pictures = Array.from({ length: 120 }, (_, index) => ({
      name: `bars/${index % 2 ? '横' : 'standing'}/${index}.png`,
      bytes: bar(index % 2 === 1, index),
    }));
    await drop(page, 'My bars.zip', storedZip(pictures));
    await expect(page.getByText('Files uploaded: 120').first()).toBeVisible();
    const { data } = await documentOf(page);
    expect([data.kind, data.path?.endsWith('data/My-bars')]).toEqual(['images', true]);
  });

  await test.step('and is trained on', async () => {
    await setTraining(page, { epochs: 2, batchSize: 16 });
    await train(page);
    await expectStatus(page, 'Done');
    const panel = await showSide(page, 'Training');
    await panel.getByRole('button', { name: 'Look at the data' }).click();
    await expect(page.getByRole('dialog', { name: /^Data: / })).toContainText('横');
    await keepScreen(page, 'own-data');
    await page.keyboard.press('Escape');
  });

  await test.step('a document that is dropped is opened; another file is refused', async () => {
    await drop(page, 'notes.json', Buffer.from('{"not": "a document"}'));
    await expect(page.getByRole('dialog', { name: '“notes.json” cannot be opened' })).toBeVisible();
    await page.keyboard.press('Escape');
  });
});

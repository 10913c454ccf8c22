import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { showSide } from './menus.ts';

/** The part of the bar that runs and shows training. */
export const runBar = (page: Page): Locator => page.getByRole('region', { name: 'Training', exact: true });

export interface RunSettings {
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly examples?: number;
}

/** Sets how long and on how many examples the document is trained. */
export async function setTraining(page: Page, { epochs, batchSize, examples }: RunSettings): Promise<void> {
  const panel = await showSide(page, 'Training');
  const fill = async (label: string, value: number | undefined): Promise<void> => {
    if (value === undefined) return;
    const field = panel.getByLabel(label, { exact: true });
    await field.fill(String(value));
    await field.press('Enter');
    await expect(field).toHaveValue(String(value));
  };
  await fill('Epochs', epochs);
  await fill('Batch size', batchSize);
  await fill('Examples used', examples);
}

/** Presses Train and waits until the run has begun; a short one may be done by then. */
export async function train(page: Page): Promise<void> {
  const button = runBar(page).getByRole('button', { name: 'Train', exact: true });
  await expect(button).toBeEnabled();
  await button.click();
  await expect(runBar(page).getByText(/^(Training|Done)$/)).toBeVisible({ timeout: 60_000 });
}

/** Waits until the run bar says how the run stands. */
export async function expectStatus(page: Page, status: 'Training' | 'Paused' | 'Done' | 'Stopped' | 'Interrupted', timeoutMs = 90_000): Promise<void> {
  await expect(runBar(page).getByText(status, { exact: true })).toBeVisible({ timeout: timeoutMs });
}

/** The step that the run bar shows. */
export async function shownStep(page: Page): Promise<number> {
  const text = await runBar(page)
    .getByText(/^step [\d,]+$/)
    .textContent({ timeout: 20_000 });
  return Number((text ?? '').replaceAll(/\D/g, ''));
}

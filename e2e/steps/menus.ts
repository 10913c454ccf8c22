import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import type { GraphDoc } from '../../shared/graph/document.ts';
import { parseDocument } from '../../shared/graph/parseDocument.ts';
import type { TemplateId } from '../../shared/templates/templates.ts';

/** Chooses an entry of a menu. */
export async function choose(page: Page, menu: string, entry: string | RegExp): Promise<void> {
  await page.getByRole('menubar').getByRole('menuitem', { name: menu, exact: true }).click();
  await page
    .getByRole('menu')
    .getByRole('menuitem', { name: entry })
    .or(page.getByRole('menu').getByRole('menuitemcheckbox', { name: entry }))
    .click();
  await expect(page.getByRole('menu')).toHaveCount(0);
}

/** Shows a tab of the side panel. */
export async function showSide(page: Page, tab: 'Inspector' | 'Training' | 'Problems' | 'Outline' | 'Runs'): Promise<Locator> {
  const side = page.getByRole('region', { name: 'Side panel' });
  await side.getByRole('tab', { name: tab }).click();
  return side.getByRole('tabpanel', { name: tab });
}

/** Shows a view of the lower pane. */
export async function showView(page: Page, tab: string): Promise<Locator> {
  const views = page.getByRole('region', { name: 'Views', exact: true });
  await views.getByRole('tab', { name: tab }).click();
  return views.getByRole('tabpanel', { name: tab });
}

/** The open document, as the user downloads it. */
export async function documentOf(page: Page): Promise<GraphDoc> {
  const coming = page.waitForEvent('download');
  await choose(page, 'File', /^Download/);
  const download = await coming;
  const { value, issues } = parseDocument(JSON.parse(readFileSync(await download.path(), 'utf8')));
  if (!value) throw new Error(`the downloaded document cannot be read: ${issues.map(({ code }) => code).join(', ')}`);
  return value;
}

/** Begins a document from the gallery, leaving unsaved changes of the last one behind. */
export async function startFromTemplate(page: Page, id: TemplateId): Promise<void> {
  await choose(page, 'File', /^New from a template/);
  await page.getByRole('dialog', { name: 'New document' }).getByTestId(`app-template-${id}`).click();
  await leaveChanges(page);
}

/** Answers the question about unsaved changes, where it is asked. */
async function leaveChanges(page: Page): Promise<void> {
  const question = page.getByRole('dialog', { name: /unsaved|changes/i }).or(page.getByRole('alertdialog'));
  const discard = question.getByRole('button', { name: /don’t save|discard/i });
  if (await discard.isVisible()) await discard.click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** Saves the document as a project under a name. */
export async function saveAs(page: Page, name: string): Promise<void> {
  await choose(page, 'File', /^Save as/);
  const dialog = page.getByRole('dialog', { name: 'Save as a project' });
  await dialog.getByLabel('Name of the project').fill(name);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('img', { name: 'No unsaved changes' })).toBeVisible();
}

/** Opens a project of the library. */
export async function openProject(page: Page, name: string): Promise<void> {
  await choose(page, 'File', /^Open a project/);
  await page
    .getByRole('dialog', { name: 'Projects' })
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .click();
  await leaveChanges(page);
}

import type { Page } from '@playwright/test';
import { analyseDocument } from '../../shared/check/analyse.ts';
import { sameModel } from '../../shared/check/sameModel.ts';
import { isTemplateId, templateIds, templates } from '../../shared/templates/templates.ts';
import type { TemplateId } from '../../shared/templates/templates.ts';
import { expect, test } from '../journey.ts';
import { documentOf, showSide, startFromTemplate } from '../steps/menus.ts';
import { keepBothSizes, keepScreen } from '../steps/screens.ts';

const published = templateIds.filter((id) => templates[id].published);
/** Whose twin differs in what is no fault: a mean reduction without a KL term (1-ae, 3-ae), the order of the decoder's layers (2-vae). */
const notTwins: readonly TemplateId[] = ['1-ae-published', '2-vae-published', '3-ae-published'];
const mostFixes = 40;

for (const id of published) {
  test(`repair ${id} from its problems panel, undo everything, redo it`, async ({ page }) => {
    await startFromTemplate(page, id);
    const panel = await showSide(page, 'Problems');
    const before = await documentOf(page);
    const problems = panel.getByTestId(/^problem-/);

    await test.step('the panel names each fault', async () => {
      const { codes } = templates[id];
      await expect(problems).toHaveCount(analyseDocument(before).issues.length);
      for (const code of codes) await expect(panel.getByTestId(`problem-${code}`).first()).toBeVisible();
      if (codes.length > 0) await (id === '0-vae-published' ? keepBothSizes : keepScreen)(page, `faults-${id}`);
    });

    await test.step('a press of each fix, until no fault is left', async () => {
      for (let fixes = 0; fixes < mostFixes && (await problems.count()) > 0; fixes++) {
        const left = await problems.allTextContents();
        await fixButtons(page).first().click();
        await expect.poll(() => problems.allTextContents()).not.toEqual(left);
      }
      await expect(panel).toContainText('No problems');
    });

    const repaired = await documentOf(page);
    await test.step('the graph is what the article meant', () => {
      expect(analyseDocument(repaired).issues).toEqual([]);
      const twin = id.replace(/-published$/, '');
      if (!notTwins.includes(id) && isTemplateId(twin)) expect(sameModel(repaired, templates[twin].build())).toBe(true);
    });

    await test.step('undo everything, redo it', async () => {
      const undo = page.getByRole('button', { name: 'Undo', exact: true }),
        redo = page.getByRole('button', { name: 'Redo', exact: true });
      for (let presses = 0; presses < mostFixes && (await undo.isEnabled()); presses++) await undo.click();
      expect(await documentOf(page)).toEqual(before);
      for (let presses = 0; presses < mostFixes && (await redo.isEnabled()); presses++) await redo.click();
      expect(await documentOf(page)).toEqual(repaired);
      if (templates[id].codes.length > 0) await keepScreen(page, `repaired-${id}`);
    });
  });
}

/** The buttons of the single fixes, not the one that makes them all. */
const fixButtons = (page: Page) =>
  page
    .getByTestId(/^problem-/)
    .locator(':scope > button')
    .filter({ has: page.locator('svg.lucide-wrench') });

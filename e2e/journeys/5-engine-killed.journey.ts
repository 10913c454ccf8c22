import { kill } from 'node:process';
import { expect, test } from '../journey.ts';
import { showSide } from '../steps/menus.ts';
import { keepScreen } from '../steps/screens.ts';
import { expectStatus, runBar, setTraining, shownStep, train } from '../steps/training.ts';
import { viewPicture } from '../steps/views.ts';

test('the engine is killed during a run: the page says so, the run is offered for resumption and goes on', async ({ page, app }) => {
  await setTraining(page, { epochs: 400, examples: 1500 });
  await train(page);
  await expect(runBar(page)).toContainText(/Epoch ([3-9]|\d\d+)\/400/, { timeout: 60_000 });

  await test.step('the page says so', async () => {
    const pids = app.enginePids();
    expect(pids).toHaveLength(1);
    for (const pid of pids) kill(pid, 'SIGKILL');
    await expectStatus(page, 'Interrupted');
    await keepScreen(page, 'killed-1-interrupted');
  });

  await test.step('the document can still be edited, the curve is still there', async () => {
    await viewPicture(page, 'Curves');
    await showSide(page, 'Training');
    await setTraining(page, { epochs: 401 });
  });

  await test.step('the run is offered for resumption, and goes on', async () => {
    const lost = await shownStep(page);
    const resume = runBar(page).getByRole('button', { name: /^Resume/ });
    await expect(resume).toBeVisible();
    await resume.click();
    await expectStatus(page, 'Training');
    await expect.poll(() => shownStep(page), { timeout: 60_000 }).toBeGreaterThan(lost);
    await keepScreen(page, 'killed-2-resumed');
    expect(app.enginePids()).toHaveLength(1);
    await runBar(page).getByRole('button', { name: 'Stop' }).click();
    await expectStatus(page, 'Stopped');
  });
});

import { expect, test } from '@playwright/test';
import { expectAccessible } from '../support/accessibility';
import { signInAs } from '../support/signInAs';

test('a workflow is run with the form of its own file, and run again, and cancelled', async ({
  page,
}) => {
  await signInAs(page, 'user:default/maya');
  await page.goto(
    '/catalog/default/component/checkout/delivery?view=pipelines',
  );
  const runs = page.getByRole('region', { name: 'Pipeline runs' });
  await page.getByRole('button', { name: 'Run…' }).click({ timeout: 90_000 });
  await page.getByRole('menuitem', { name: /^Run Delivery/ }).click();
  const dialog = page.getByRole('dialog', { name: /^Run Delivery/ });

  const tests = dialog.getByRole('combobox', { name: 'tests' });
  await expect(tests).toHaveValue('all');
  await expect(tests).toHaveAccessibleDescription('Which tests to run');
  await expect(
    dialog.getByRole('checkbox', { name: 'verbose' }),
  ).not.toBeChecked();
  await expectAccessible(page, '[role="dialog"]');
  await tests.selectOption('quick');
  const reason = `Quick look ${Date.now()}`;
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill(reason);
  await dialog.getByRole('button', { name: /^Run Delivery/ }).click();
  await expect(dialog.getByText(/^(Queued|Under way)$/).first()).toBeVisible();
  const steps = dialog.getByRole('list', { name: 'Steps' });
  for (const job of ['build', 'test']) {
    await expect(
      steps.getByRole('listitem').filter({ hasText: job }),
    ).toContainText('Done', { timeout: 60_000 });
  }
  await expect(dialog.getByText('Succeeded').first()).toBeVisible({
    timeout: 60_000,
  });
  await expect(dialog.getByRole('link', { name: 'Delivery' })).toHaveAttribute(
    'href',
    /\/acme\/checkout\/actions\/runs\/\d+/,
  );
  await page.keyboard.press('Escape');

  const run = runs
    .getByRole('row')
    .filter({ hasText: 'workflow_dispatch' })
    .first();
  const choose = async (action: string) => {
    await run.getByRole('button', { name: /^Actions/ }).click();
    await page.getByRole('menuitem', { name: action, exact: true }).click();
  };
  await expect(run).toContainText('Succeeded', { timeout: 30_000 });
  await choose('Re-run');
  const again = page.getByRole('dialog', { name: /^Re-run/ });
  await again.getByRole('button', { name: /^Re-run/ }).click();
  await expect(again.getByText('Succeeded').first()).toBeVisible({
    timeout: 60_000,
  });
  await page.keyboard.press('Escape');
  await expect(run).toContainText('attempt 2');
  const number = /#\d+/.exec((await run.textContent())!)![0];

  // One that takes its time.
  await page.getByRole('button', { name: 'Run…' }).click();
  await page.getByRole('menuitem', { name: /^Run Delivery/ }).click();
  await tests.selectOption('soak');
  await dialog.getByRole('button', { name: /^Run Delivery/ }).click();
  await expect(dialog.getByText('Under way').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(run).not.toContainText(number, { timeout: 30_000 });
  await expect(run.getByText(/Queued|Running/).first()).toBeVisible();
  await choose('Cancel the run');
  const stop = page.getByRole('dialog', { name: /^Cancel the run/ });
  await stop.getByRole('button', { name: /^Cancel the run/ }).click();
  await expect(stop.getByText('Succeeded').first()).toBeVisible({
    timeout: 30_000,
  });
  await page.keyboard.press('Escape');
  await expect(run).toContainText('Cancelled', { timeout: 30_000 });

  await page.goto('/delivery/operations');
  const row = page.getByRole('row').filter({ hasText: reason });
  await expect(row).toContainText('Succeeded');
});

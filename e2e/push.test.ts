import { expect, test } from '@playwright/test';
import { pushChange } from './support/sandboxGit';

const author = { name: 'Ada Okafor', email: 'ada.okafor@acme.example' };

test('a push travels from Git to a healthy development, on the open page', async ({
  page,
}) => {
  await page.goto('/catalog/default/component/checkout/delivery');
  const build = page.getByRole('region', { name: 'Build' });
  const development = page.getByRole('region', { name: 'Development' });
  await expect(development.getByText('Healthy', { exact: true })).toBeVisible({
    timeout: 90_000,
  });
  // A reload would take this mark away.
  await page.evaluate(() => {
    (window as unknown as { untouched: boolean }).untouched = true;
  });

  const subject = `Greet by name ${Date.now()}`;
  const sha = pushChange('acme/checkout', { subject, author });
  const short = sha.slice(0, 7);

  await expect(build.getByText(subject)).toBeVisible({ timeout: 30_000 });
  await expect(build.getByText(author.name)).toBeVisible();
  await expect(build.getByText(short)).toBeVisible();
  await expect(build.getByText(/Queued|Running/)).toBeVisible({
    timeout: 30_000,
  });
  await expect(build.getByText('Succeeded')).toBeVisible({ timeout: 60_000 });

  await expect(development.getByText(subject)).toBeVisible({ timeout: 90_000 });
  await expect(development.getByText(author.name)).toBeVisible();
  await expect(development.getByText('Healthy', { exact: true })).toBeVisible({
    timeout: 60_000,
  });
  await expect(development.getByText('Synced', { exact: true })).toBeVisible();

  await page
    .getByRole('button', { name: 'Show the targets of Development' })
    .click();
  const targets = page.getByRole('region', { name: 'Targets in Development' });
  await expect(targets.getByText(/sha256:[0-9a-f]{6,}/).first()).toBeVisible();
  // The commit of the GitOps repository that brought it there, written by the pipeline.
  await expect(targets.getByText(/ by Acme CI/)).toBeVisible();

  const change = page.getByRole('row', { name: new RegExp(subject) });
  await expect(change.getByText(/Development: Runs here/)).toBeAttached();
  await expect(change.getByText(/Staging: Not here yet/)).toBeAttached();

  expect(
    await page.evaluate(
      () => (window as unknown as { untouched?: boolean }).untouched,
    ),
  ).toBe(true);
});

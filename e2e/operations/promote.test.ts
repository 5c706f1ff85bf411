import { expect, test } from '@playwright/test';
import { expectAccessible } from '../support/accessibility';
import { mergePullRequest } from '../support/sandboxForge';
import { signInAs } from '../support/signInAs';
import { pushChange } from '../support/sandboxGit';

const author = { name: 'Maya Lindqvist', email: 'maya.lindqvist@acme.example' };

test('a developer promotes to staging by pull request, and sees it healthy once it is merged', async ({
  page,
}) => {
  await signInAs(page, 'user:default/maya');
  await page.goto('/catalog/default/component/checkout/delivery');
  const promote = page.getByRole('button', {
    name: /^Promote \d+\.\d+\.\d+ to Staging$/,
  });
  const development = page.getByRole('region', { name: 'Development' });
  await expect(development.getByText('Healthy', { exact: true })).toBeVisible({
    timeout: 90_000,
  });
  if ((await promote.count()) === 0) {
    // Another journey has promoted all that there was.
    pushChange('acme/checkout', {
      subject: `Promote me ${Date.now()}`,
      author,
    });
  }
  await expect(promote).toBeEnabled({ timeout: 90_000 });
  const name = (await promote.getAttribute('aria-label'))!;
  const version = /\d+\.\d+\.\d+/.exec(name)![0];

  const dialog = page.getByRole('dialog', { name });
  const diff = dialog.getByRole('region', {
    name: /^Changes of apps\/checkout\/overlays\/staging\/kustomization\.yaml/,
  });
  for (const colorScheme of ['dark', 'light'] as const) {
    // Another scheme draws the whole page anew: the dialog has to be opened again.
    await page.emulateMedia({ colorScheme });
    await promote.click();
    await expect(dialog.getByText('by a pull request')).toBeVisible();
    await expect(diff.getByText(`+    newTag: ${version}`)).toBeVisible();
    await expectAccessible(page, '[role="dialog"]');
    if (colorScheme === 'dark') {
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    }
  }
  await dialog.getByRole('button', { name }).click();

  const link = dialog.getByRole('link', { name: /^Pull request #\d+/ });
  await expect(link).toBeVisible({ timeout: 30_000 });
  await expect(dialog.getByText(/waits to be merged/).first()).toBeVisible();
  await mergePullRequest((await link.getAttribute('href'))!, 'nadia');

  await expect(
    dialog.getByText('The version runs and is healthy.'),
  ).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('Escape');
  const staging = page.getByRole('region', { name: 'Staging' });
  await expect(staging.getByText(version).first()).toBeVisible();
  await expect(staging.getByText('Healthy', { exact: true })).toBeVisible();
});

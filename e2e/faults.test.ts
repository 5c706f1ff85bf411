import { expect, test } from '@playwright/test';
import { turnDial } from './support/dials';

test.afterEach(() => turnDial('argocd-prod', {}));

test('an Argo CD that is down shows as stale, and never as a fresh green', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await page.goto('/catalog/default/component/checkout/delivery');
  const production = page.getByRole('region', { name: 'Production' });
  const development = page.getByRole('region', { name: 'Development' });
  await expect(production.getByText('Healthy', { exact: true })).toBeVisible({
    timeout: 90_000,
  });

  await turnDial('argocd-prod', { refuse: true });
  await expect(production.getByText(/last known/i).first()).toBeVisible({
    timeout: 120_000,
  });
  await expect(production.getByText('Healthy', { exact: true })).toHaveCount(0);
  // What it told last stays, and the rest of the page is as it was.
  await expect(production.getByText(/\d+\.\d+\.\d+/).first()).toBeVisible();
  await expect(development.getByText('Healthy', { exact: true })).toBeVisible();

  await turnDial('argocd-prod', {});
  await expect(production.getByText('Healthy', { exact: true })).toBeVisible({
    timeout: 120_000,
  });
});

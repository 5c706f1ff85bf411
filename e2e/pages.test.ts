import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { signInAs } from './support/signInAs';

const MAIN = 'main, [role="main"], #root';

async function openDelivery(page: Page, component: string) {
  await page.goto(`/catalog/default/component/${component}/delivery`);
  await expect(page.getByText('Sandbox data')).toBeVisible({ timeout: 60_000 });
}

test.describe('the Delivery tab', () => {
  test('tells six regions, of which one is not well', async ({ page }) => {
    await openDelivery(page, 'storefront');
    const production = page.getByRole('region', { name: 'Production' });
    await expect(production.getByText('6 targets')).toBeVisible();
    await expect(
      production.getByText(/[56]\/6 on .*eu-west degraded|5\/6 on /),
    ).toBeVisible();
    await expect(production.getByText(/eu-west/).first()).toBeVisible();
    await expect(production.getByText('Degraded').first()).toBeVisible();
  });

  test('says what a canary waits for', async ({ page }) => {
    await openDelivery(page, 'search');
    const production = page.getByRole('region', { name: 'Production' });
    await expect(production.getByText(/canary at 20/i)).toBeVisible();
    await expect(production.getByText('Healthy', { exact: true })).toHaveCount(
      0,
    );
  });

  test('counts what production lags and what main lacks', async ({ page }) => {
    await openDelivery(page, 'ledger');
    const production = page.getByRole('region', { name: 'Production' });
    await expect(
      production.getByText(/commits? that the main branch lacks/),
    ).toBeVisible({ timeout: 90_000 });
    await expect(production.getByText(/changes? behind Staging/)).toBeVisible();
  });

  test('shows drift', async ({ page }) => {
    await openDelivery(page, 'inventory');
    const staging = page.getByRole('region', { name: 'Staging' });
    await expect(staging.getByText('Out of sync')).toBeVisible();
    await expect(staging.getByText(/1 resource drifted/)).toBeVisible();
  });

  test('gives no details for a claim without right', async ({ page }) => {
    await openDelivery(page, 'payments-mirror');
    const production = page.getByRole('region', { name: 'Production' });
    await expect(production).toBeVisible();
    await expect(production.getByText(/\d+\.\d+\.\d+/)).toHaveCount(0);
    await production.getByRole('button', { name: /Show the targets/ }).click();
    const targets = page.getByRole('region', { name: 'Targets in Production' });
    await expect(targets.getByText(/not backed/i).first()).toBeVisible();
    await expect(page.getByText(/sha256:/)).toHaveCount(0);
  });

  test('says what to do where nothing is configured', async ({ page }) => {
    await page.goto('/catalog/default/component/style-guide/delivery');
    await expect(page.getByText('argocd/app-name').first()).toBeVisible({
      timeout: 60_000,
    });
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`is accessible, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await openDelivery(page, 'storefront');
      await expect(
        page.getByRole('region', { name: 'Production' }),
      ).toBeVisible();
      await expectAccessible(page, '[data-testid="delivery"]');
    });
  }
});

test.describe('the overview card', () => {
  test('shows the lanes in one line', async ({ page }) => {
    await page.goto('/catalog/default/component/checkout');
    await expect(page.getByText('Last run')).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText('Production').first()).toBeVisible();
  });
});

test.describe('the fleet page', () => {
  test('shows mine first, filters by state and keeps that in the URL', async ({
    page,
  }) => {
    await signInAs(page, 'user:default/maya');
    await page.goto('/delivery');
    await expect(page.getByRole('link', { name: 'Checkout' })).toBeVisible({
      timeout: 60_000,
    });
    await expect(page.getByRole('link', { name: 'Storefront' })).toHaveCount(0);
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await expect(page.getByRole('link', { name: 'Storefront' })).toBeVisible();
    await page.getByRole('button', { name: /^Drifted/ }).click();
    await expect(page.getByRole('link', { name: 'Inventory' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Checkout' })).toHaveCount(0);
    await expect(page).toHaveURL(/drifted/);
    await page.reload();
    await expect(page.getByRole('link', { name: 'Inventory' })).toBeVisible({
      timeout: 60_000,
    });
    await expect(page.getByRole('link', { name: 'Checkout' })).toHaveCount(0);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`is accessible, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.goto('/delivery');
      await expect(page.getByRole('link', { name: 'Checkout' })).toBeVisible({
        timeout: 60_000,
      });
      await expectAccessible(page, '[data-testid="delivery"]');
    });
  }
});

test.describe('the sources page', () => {
  test('lists every connection with its state', async ({ page }) => {
    await page.goto('/delivery/sources');
    for (const id of [
      'argocd:nonprod',
      'argocd:prod',
      'kubernetes:prod-eu',
      'oci:sandbox',
    ]) {
      await expect(page.getByText(id, { exact: true })).toBeVisible({
        timeout: 60_000,
      });
    }
    await expectAccessible(page, '[data-testid="delivery"]');
  });
});

test('everything can be reached in a narrow window', async ({ page }) => {
  await page.setViewportSize({ width: 600, height: 900 });
  await openDelivery(page, 'checkout');
  await expect(page.locator(MAIN).first()).toBeVisible();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
});

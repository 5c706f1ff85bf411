import { expect, test, type Locator, type Page } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { pushChange } from './support/sandboxGit';

const author = { name: 'Tomas Reyes', email: 'tomas.reyes@acme.example' };

/** A service whose systems are all of different kinds, on one page. */
async function openMixed(page: Page) {
  await page.goto('/catalog/default/component/settlements/delivery');
  const production = page.getByRole('region', { name: 'Production' });
  await expect(production.getByText('Healthy', { exact: true })).toBeVisible({
    timeout: 90_000,
  });
}

/** Opens one target of a lane, and answers with the panel of all that is known of it. */
async function openTarget(
  page: Page,
  environment: string,
  name: RegExp,
): Promise<Locator> {
  await page
    .getByRole('button', { name: `Show the targets of ${environment}` })
    .click();
  const targets = page.getByRole('region', {
    name: `Targets in ${environment}`,
  });
  await targets.getByRole('button', { name }).click();
  return targets;
}

test('one page names every source that it draws on', async ({ page }) => {
  await openMixed(page);
  const sources = page.getByRole('region', { name: 'Sources of this page' });
  for (const source of [
    'Jenkins',
    'Tekton in nonprod',
    'sandbox',
    'Argo CD (non-production)',
    'Flux in prod-eu',
    'nonprod',
    'prod-eu',
    'Published Terraform plans',
    'Prometheus',
  ]) {
    await expect(
      sources.getByText(new RegExp(`^${escaped(source)} · answered`)),
    ).toBeVisible();
  }
});

test('Jenkins and Tekton tell runs with their stages', async ({ page }) => {
  await openMixed(page);
  await page.getByRole('tab', { name: 'Pipelines' }).click();
  const runs = page.getByRole('region', { name: 'Pipeline runs' });
  await expect(
    runs
      .getByRole('link', { name: /^payments\/settlements\/main #\d+/ })
      .first(),
  ).toHaveAttribute('href', /\/job\/payments\/job\/settlements\/job\/main\//);
  await runs
    .getByRole('button', {
      name: /^Show the jobs of payments\/settlements\/main/,
    })
    .first()
    .click();
  for (const stage of ['Build', 'Test', 'Publish', 'Deploy']) {
    await expect(runs.getByText(stage, { exact: true }).first()).toBeVisible();
  }
  await runs
    .getByRole('button', { name: /^Show the jobs of settlements-verify/ })
    .first()
    .click();
  for (const task of ['clone', 'contract-tests', 'report']) {
    await expect(runs.getByText(task, { exact: true }).first()).toBeVisible();
  }
});

test('each environment has what its own system tells', async ({ page }) => {
  await openMixed(page);
  const build = page.getByRole('region', { name: 'Build' });
  await expect(build.getByText(/^\d+\.\d+\.\d+$/)).toBeVisible();
  // Whichever of the two began first with what was pushed last.
  await expect(build.getByText(/(Jenkins|Tekton in nonprod)$/)).toBeVisible();

  const development = page.getByRole('region', { name: 'Development' });
  await expect(development.getByText(/nonprod$/)).toBeVisible();
  await expect(development.getByText('Sync unknown')).toBeVisible();
  const plain = await openTarget(page, 'Development', /1 of 1 ready/);
  await expect(plain.getByText(/plain workload/).first()).toBeVisible();

  const staging = page.getByRole('region', { name: 'Staging' });
  await expect(staging.getByText(/Argo CD \(non-production\)$/)).toBeVisible();
  await expect(staging.getByText('Synced', { exact: true })).toBeVisible();

  const production = page.getByRole('region', { name: 'Production' });
  await expect(production.getByText(/Flux in prod-eu$/)).toBeVisible();
  const flux = await openTarget(page, 'Production', /^settlements/);
  await expect(
    flux.getByText(/ImageUpdateAutomation flux-system\/settlements/),
  ).toBeVisible();
});

test('a plan is a target with what it would change', async ({ page }) => {
  await openMixed(page);
  const production = page.getByRole('region', { name: 'Production' });
  await expect(production.getByText('Out of sync')).toBeVisible();
  await expect(production.getByText('1 resource drifted')).toBeVisible();
  const database = await openTarget(page, 'Production', /^database/);
  await expect(
    database.getByText(/0 to add, 1 to change, 0 to destroy/),
  ).toBeVisible();
  await expect(database.getByText(/cloud_database\.settlements/)).toBeVisible();
});

test('Prometheus tells how each environment fares, and since when', async ({
  page,
}) => {
  await openMixed(page);
  for (const name of ['Development', 'Staging', 'Production']) {
    await expect(
      page
        .getByRole('region', { name, exact: true })
        .getByText('Probe errors: Healthy'),
    ).toBeVisible({ timeout: 60_000 });
  }
  await page.getByRole('tab', { name: 'Metrics' }).click();
  const measured = page.getByRole('region', { name: 'Prometheus' });
  for (const chart of ['Requests', 'Errors', 'Latency']) {
    await expect(
      measured.getByRole('img', { name: new RegExp(`^${chart}: from `) }),
    ).toBeVisible({ timeout: 60_000 });
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every part of it is accessible, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openMixed(page);
    await expectAccessible(page, '[data-testid="delivery"]');
    await openTarget(page, 'Production', /^database/);
    for (const tab of ['Pipelines', 'History', 'Releases', 'Metrics']) {
      await page.getByRole('tab', { name: tab }).click();
      await expect(page.getByRole('tabpanel', { name: tab })).toBeVisible();
      await expectAccessible(page, '[data-testid="delivery"]');
    }
  });
}

test('a push is built by Jenkins, verified by Tekton, and staged by Argo CD', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await openMixed(page);
  const build = page.getByRole('region', { name: 'Build' });
  const staging = page.getByRole('region', { name: 'Staging' });

  const subject = `Round half to even ${Date.now()}`;
  pushChange('acme/settlements', { subject, author });

  await expect(build.getByText(subject)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('tab', { name: 'Pipelines' }).click();
  const runs = page.getByRole('region', { name: 'Pipeline runs' });
  for (const pipeline of [
    /payments\/settlements\/main #\d+/,
    /settlements-verify/,
  ]) {
    await expect(
      runs.getByRole('row', { name: pipeline }).filter({ hasText: subject }),
    ).toBeVisible({ timeout: 60_000 });
  }
  await expect(build.getByText(/^\d+\.\d+\.\d+$/)).toBeVisible({
    timeout: 90_000,
  });
  await expect(staging.getByText(subject)).toBeVisible({ timeout: 120_000 });
  await expect(staging.getByText('Synced', { exact: true })).toBeVisible({
    timeout: 60_000,
  });
  await page.getByRole('tab', { name: 'Changes' }).click();
  const change = page.getByRole('row', { name: new RegExp(subject) });
  await expect(change.getByText(/^\d+\.\d+\.\d+$/)).toBeVisible();
  await expect(change.getByText(/Staging: Runs here/)).toBeAttached();
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

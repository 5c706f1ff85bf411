import { expect, test, type Locator, type Page } from '@playwright/test';
import { expectAccessible } from '../support/accessibility';
import { breakService, mendService } from '../support/faults';
import { askPortal } from '../support/portalApi';
import { mergePullRequest } from '../support/sandboxForge';
import { signInAs } from '../support/signInAs';

const nadia = 'user:default/nadia';
const omar = 'user:default/omar';
const BROKEN = 'waves-us-west';

test.beforeEach(() => mendService('storefront-eu-west'));

test.afterEach(async () => {
  await mendService(BROKEN);
  await breakService('storefront-eu-west', {
    service: 'storefront',
    fault: 'crashLoop',
    environment: 'production',
    region: 'eu-west',
  });
});

/** Fills in why, asks, and answers with the operation's id. */
async function ask(dialog: Locator, button: RegExp): Promise<string> {
  const reason = `Six regions ${Date.now()}`;
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill(reason);
  await dialog.getByRole('button', { name: button }).click();
  await expect(dialog.getByText('1 approval is missing')).toBeVisible();
  const { json } = await askPortal(nadia, 'GET', '/operations?limit=20');
  return json.items.find((each: any) => each.reason === reason).id;
}

async function operation(id: string) {
  return (await askPortal(nadia, 'GET', `/operations/${id}`)).json;
}

/** Approves as somebody else, and merges the pull request of each wave once it is there. */
async function approveAndMerge(id: string, waves: number) {
  await askPortal(omar, 'POST', `/operations/${id}/decision`, {
    decision: 'approved',
  });
  for (let wave = 1; wave <= waves; wave += 1) {
    await expect
      .poll(async () => (await operation(id)).links.length, {
        message: `the pull request of wave ${wave}`,
        timeout: 90_000,
      })
      .toBe(wave);
    const { links } = await operation(id);
    await mergePullRequest(links[wave - 1].url, 'nadia');
  }
}

/** Waits for what the gates go by: of a portal that has just been started, the registry may not be read yet. */
async function untilNoGateFails() {
  await expect
    .poll(
      async () => {
        const { json } = await askPortal(nadia, 'POST', '/operations/plan', {
          type: 'promote',
          entityRef: 'component:default/storefront',
          environment: 'production',
          idempotencyKey: `waves-${Date.now()}`,
        });
        return json.gates?.filter(({ state }: any) => state === 'fail');
      },
      { timeout: 90_000 },
    )
    .toEqual([]);
}

async function openStorefront(page: Page, view = 'changes') {
  await page.goto(
    `/catalog/default/component/storefront/delivery?view=${view}`,
  );
  await expect(
    page.getByRole('region', { name: 'Production', exact: true }),
  ).toBeVisible({ timeout: 90_000 });
}

async function expectTargets(
  dialog: Locator,
  expected: Record<string, RegExp>,
) {
  for (const [region, words] of Object.entries(expected)) {
    await expect(
      dialog
        .getByRole('list', { name: 'Targets' })
        .getByRole('listitem')
        .filter({ hasText: `storefront-${region}` }),
    ).toHaveText(words);
  }
}

test('six regions go out in waves, stop at the broken third, and only those that got the version go back', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await signInAs(page, nadia);
  await openStorefront(page);
  const production = page.getByRole('region', {
    name: 'Production',
    exact: true,
  });
  // All six are on one version once the one that was broken from the start is mended.
  await expect(production.getByText('Healthy', { exact: true })).toBeVisible({
    timeout: 90_000,
  });
  const promote = page.getByRole('button', {
    name: /^Promote \d+\.\d+\.\d+ to Production$/,
  });
  await expect(promote).toBeEnabled({ timeout: 90_000 });
  const name = (await promote.getAttribute('aria-label'))!;
  const version = /\d+\.\d+\.\d+/.exec(name)![0];
  await breakService(BROKEN, {
    service: 'storefront',
    fault: 'crashLoop',
    version,
    region: 'us-west',
  });
  await untilNoGateFails();
  await promote.click();

  const dialog = page.getByRole('dialog', { name });
  await expectTargets(dialog, {
    'eu-west': /wave 1/i,
    'eu-north': /wave 1/i,
    'us-east': /wave 2/i,
    'us-west': /wave 3/i,
    'ap-south': /wave 4/i,
    'ap-east': /wave 4/i,
  });
  await expectAccessible(page, '[role="dialog"]');
  const id = await ask(dialog, /^Promote/);
  const before: string = (await operation(id)).from;
  await approveAndMerge(id, 3);

  await expect(dialog.getByText(/^3 new, 1 failed, 2 old; /)).toBeVisible({
    timeout: 90_000,
  });
  await expectTargets(dialog, {
    'eu-west': /Succeeded/,
    'eu-north': /Succeeded/,
    'us-east': /Succeeded/,
    'us-west': /Failed/,
    'ap-south': /not begun: an earlier wave did not succeed/,
    'ap-east': /not begun: an earlier wave did not succeed/,
  });
  await expectAccessible(page, '[role="dialog"]');
  await page.keyboard.press('Escape');
  // The broken one keeps three pods of the old version up.
  await expect(
    production.getByText(/^3\/6 on .*, us-west degraded$/),
  ).toBeVisible();

  await page.emulateMedia({ colorScheme: 'dark' });
  await openStorefront(page, 'history');
  const goBack = page.getByRole('button', {
    name: `Roll back all 4 of Production that left ${before}`,
  });
  const more = page.getByRole('button', { name: 'Show more' });
  await expect(goBack.or(more).first()).toBeVisible();
  while ((await goBack.count()) === 0) {
    await more.click();
    await expect(more.or(goBack).first()).toBeVisible();
  }
  await goBack.first().click();
  const back = page.getByRole('dialog', {
    name: `Roll back Production to ${before}`,
  });
  await expectTargets(back, {
    'eu-west': /wave 1/i,
    'eu-north': /wave 1/i,
    'us-east': /wave 2/i,
    'us-west': /wave 3/i,
  });
  await expect(back.getByText('storefront-ap-east')).toHaveCount(0);
  const undo = await ask(back, /^Roll back/);
  await approveAndMerge(undo, 3);
  await expect(back.getByText('The version runs and is healthy.')).toBeVisible({
    timeout: 90_000,
  });
  await expectAccessible(page, '[role="dialog"]');
  await page.keyboard.press('Escape');
  await expect(production.getByText(before).first()).toBeVisible();
  await expect(production.getByText('Healthy', { exact: true })).toBeVisible({
    timeout: 60_000,
  });
});

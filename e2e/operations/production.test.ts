import { randomUUID } from 'node:crypto';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { expectAccessible } from '../support/accessibility';
import { breakService, mendService } from '../support/faults';
import { askPortal } from '../support/portalApi';
import {
  reconcileFlux,
  suspendFlux,
  type FluxObject,
} from '../support/sandboxFlux';
import { mergePullRequest } from '../support/sandboxForge';
import { pushFile, readFileOf } from '../support/sandboxGit';
import { signInAs } from '../support/signInAs';

const nadia = 'user:default/nadia';
const omar = 'user:default/omar';
const ines = { name: 'Ines Moreau', email: 'ines@acme.example' };
const SERVICE = 'component:default/settlements';
const PAGE = '/catalog/default/component/settlements/delivery';
const FAULT = 'production-journey';
const FILE = 'apps/settlements/overlays/production/kustomization.yaml';
const automation: FluxObject = {
  kind: 'ImageUpdateAutomation',
  name: 'settlements',
};
const kustomization: FluxObject = {
  kind: 'Kustomization',
  name: 'settlements',
};
const source: FluxObject = { kind: 'GitRepository', name: 'gitops' };

let before: { text: string; message: string };

test.beforeAll(() => {
  before = readFileOf('acme/gitops', FILE);
});

test.afterEach(async () => {
  await askPortal(nadia, 'POST', '/operations/freeze', { on: false });
  await suspendFlux(automation, true);
  await mendService(FAULT);
  pushFile('acme/gitops', { ...before, author: ines, file: FILE });
  await reconcileFlux(source);
  await reconcileFlux(kustomization);
});

const lane = (page: Page) =>
  page.getByRole('region', { name: 'Production', exact: true });

/** Asks by hand, as a page that shows no button would not. */
async function promoteByHand(user: string, reason: string) {
  const { json } = await askPortal(user, 'POST', '/operations', {
    type: 'promote',
    entityRef: SERVICE,
    environment: 'production',
    fromEnvironment: 'staging',
    reason,
    idempotencyKey: randomUUID(),
  });
  return json;
}

/** Fills in why, and asks; answers with the operation's id. */
async function ask(dialog: Locator, button: RegExp): Promise<string> {
  const reason = `Netting ${Date.now()}`;
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill(reason);
  await dialog.getByRole('button', { name: button }).click();
  await expect(dialog.getByText(/^1 approval is missing/)).toBeVisible();
  const { json } = await askPortal(nadia, 'GET', '/operations?limit=20');
  return json.items.find((each: any) => each.reason === reason).id;
}

/** Approves what waits on the page, by its button. */
async function approve(page: Page, name: RegExp) {
  await page.getByRole('button', { name }).click({ timeout: 60_000 });
  const dialog = page.getByRole('dialog');
  await expectAccessible(page, '[role="dialog"]');
  await dialog.getByRole('textbox', { name: /^Comment/ }).fill('Looked at it');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expect(dialog).toBeHidden();
}

async function mergeOf(dialog: Locator) {
  const link = dialog.getByRole('link', { name: /^Pull request #\d+/ });
  await expect(link).toBeVisible({ timeout: 60_000 });
  await mergePullRequest((await link.getAttribute('href'))!, 'nadia');
}

test('production is frozen, takes another’s approval, rolls out; what degrades goes back, and stays there', async ({
  page,
  browser,
}) => {
  test.setTimeout(240_000);
  await signInAs(page, nadia);
  const other = await (await browser.newContext()).newPage();
  await signInAs(other, omar);

  await test.step('the fleet is frozen by who may', async () => {
    await page.goto('/delivery/operations');
    await page
      .getByRole('button', { name: 'Freeze the fleet…' })
      .click({ timeout: 60_000 });
    const dialog = page.getByRole('dialog', { name: 'Freeze the whole fleet' });
    await expectAccessible(page, '[role="dialog"]');
    await dialog
      .getByRole('textbox', { name: /^Reason/ })
      .fill('Books are closed');
    await dialog.getByRole('button', { name: 'Freeze the fleet' }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText('Books are closed').first()).toBeVisible();
    await expectAccessible(page, '#root');
  });

  await page.goto(PAGE);
  const promote = page.getByRole('button', {
    name: /^Promote \d+\.\d+\.\d+ to Production$/,
  });
  await expect(promote).toBeEnabled({ timeout: 90_000 });
  const name = (await promote.getAttribute('aria-label'))!;
  const version = /\d+\.\d+\.\d+/.exec(name)![0];
  const [, earlier] = /newTag: (\S+)/.exec(before.text)!;
  const dialog = page.getByRole('dialog', { name });

  await test.step('production refuses during the freeze, and says why', async () => {
    await promote.click();
    await expect(dialog.getByText(/Books are closed/)).toBeVisible();
    await expect(dialog.getByRole('button', { name })).toBeDisabled();
    await expectAccessible(page, '[role="dialog"]');
    await page.keyboard.press('Escape');
    const reason = `Freeze or not ${Date.now()}`;
    expect(await promoteByHand(nadia, reason)).toMatchObject({
      state: 'refused',
      message: expect.stringContaining('Books are closed'),
      steps: [],
    });
    await page.goto('/delivery/operations');
    const row = page.getByRole('row').filter({ hasText: 'Books are closed' });
    await expect(row.first()).toContainText('Refused', { timeout: 30_000 });
    await row.first().hover();
    await expectAccessible(page, '#root');
    await page.getByRole('button', { name: 'Lift the freeze…' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Lift the freeze' })
      .click();
    await expect(
      page.getByRole('button', { name: 'Freeze the fleet…' }),
    ).toBeVisible();
  });

  await test.step('it waits for an approval, which the requester cannot give', async () => {
    await page.goto(PAGE);
    await promote.click({ timeout: 60_000 });
    const id = await ask(dialog, /^Promote/);
    await expect(
      dialog.getByText('by somebody other than nadia, who asked for it'),
    ).toBeVisible();
    await expect(page.getByRole('button', { name: /^Approve/ })).toHaveCount(0);
    const { status, json } = await askPortal(
      nadia,
      'POST',
      `/operations/${id}/decision`,
      { decision: 'approved' },
    );
    expect(status).toBe(403);
    expect(json.error.message).toMatch(/cannot approve it/);
  });

  await test.step('another approves it, and it rolls out', async () => {
    await other.goto(PAGE);
    await approve(other, /^Approve: Promote/);
    await mergeOf(dialog);
    await expect(
      dialog.getByText('The version runs and is healthy.'),
    ).toBeVisible({ timeout: 60_000 });
    await page.keyboard.press('Escape');
    await expect(lane(page).getByText(version).first()).toBeVisible();
  });

  await test.step('it degrades', async () => {
    // It keeps to the newest release, which this is: it has nothing to do yet.
    await suspendFlux(automation, false);
    await breakService(FAULT, {
      service: 'settlements',
      fault: 'crashLoop',
      version,
      environment: 'production',
    });
    await expect(lane(page).getByText('Degraded').first()).toBeVisible({
      timeout: 60_000,
    });
  });

  await page.emulateMedia({ colorScheme: 'dark' });
  const goBack =
    await test.step('one click says what would be written, and who is kept from it', async () => {
      await page.goto(`${PAGE}?view=history`);
      const row = page
        .getByRole('button', { name: /^Roll back to this: .* in Production$/ })
        .first();
      await row.click({ timeout: 60_000 });
      const asked = page.getByRole('dialog', {
        name: /^Roll back Production to \d+\.\d+\.\d+$/,
      });
      await expect(
        asked.getByText(
          /ImageUpdateAutomation flux-system\/settlements writes .* out of its hands/,
        ),
      ).toBeVisible();
      await expect(
        asked.getByText(/^\+ .*newTag: .*# delivery-pinned/),
      ).toBeVisible();
      await expectAccessible(page, '[role="dialog"]');
      return asked;
    });

  await test.step('it is rolled back through Git', async () => {
    await ask(goBack, /^Roll back/);
    await approve(other, /^Approve: Roll back/);
    await mergeOf(goBack);
    await expect(
      goBack.getByText('The version runs and is healthy.'),
    ).toBeVisible({ timeout: 60_000 });
    await page.keyboard.press('Escape');
    await expect(page.getByText('Production is pinned')).toBeVisible();
    const rolledBack = page
      .getByRole('row')
      .filter({ hasText: 'Roll back, asked for in the portal' });
    await expect(rolledBack.first()).toContainText(`${version} → ${earlier}`);
    await expectAccessible(page, '[data-testid="delivery"]');
  });

  await test.step('neither the controller nor the image automation undoes it', async () => {
    const pinned = readFileOf('acme/gitops', FILE);
    expect(pinned.text).toContain('# delivery-pinned');
    for (let round = 0; round < 3; round += 1) {
      await reconcileFlux(automation);
      await reconcileFlux(source);
      await reconcileFlux(kustomization);
    }
    expect(readFileOf('acme/gitops', FILE)).toEqual(pinned);
    await expect(lane(page).getByText('Healthy').first()).toBeVisible();
    await expect(lane(page).getByText(version)).toHaveCount(0);
  });

  await test.step('once it is mended the pin is undone, and the automation brings it', async () => {
    await mendService(FAULT);
    await page.getByRole('button', { name: /^Undo the pin/ }).click();
    const undo = page.getByRole('dialog', { name: /^Undo the pin/ });
    await ask(undo, /^Undo the pin/);
    await approve(other, /^Approve: Undo the pin/);
    await mergeOf(undo);
    await expect(undo.getByText('Succeeded').first()).toBeVisible({
      timeout: 60_000,
    });
    await page.keyboard.press('Escape');
    await expect(page.getByText('Production is pinned')).toBeHidden();
    await expect(lane(page).getByText(version).first()).toBeVisible({
      timeout: 60_000,
    });
  });
});

import { randomUUID } from 'node:crypto';
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from '../support/accessibility';
import { askPortal } from '../support/portalApi';
import { signInAs } from '../support/signInAs';

const maya = 'user:default/maya';
const job = 'payments/deploy-settlements';

async function openPipelines(page: Page) {
  await signInAs(page, maya);
  await page.goto(
    '/catalog/default/component/settlements/delivery?view=pipelines',
  );
  const runs = page.getByRole('region', { name: 'Pipeline runs' });
  await expect(
    runs.getByRole('rowheader', { name: `${job} #` }).first(),
  ).toBeVisible({ timeout: 90_000 });
  return runs;
}

async function openForm(page: Page) {
  await page.getByRole('button', { name: 'Run…' }).click();
  await page.getByRole('menuitem', { name: `Run ${job}` }).click();
  return page.getByRole('dialog', { name: `Run ${job}` });
}

/** The version that development runs: to deploy it once more leaves the world as it is. */
async function versionInDevelopment(page: Page): Promise<string> {
  const heading = page
    .getByRole('region', { name: 'Development' })
    .getByText(/^\d+\.\d+\.\d+$/);
  return (await heading.first().textContent())!;
}

test('a Jenkins job is started with parameters from a form made of its own definition', async ({
  page,
}) => {
  const runs = await openPipelines(page);
  const version = await versionInDevelopment(page);
  // A change of the theme draws the portal anew, without what is open in it.
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const form = await openForm(page);
    await expect(form.getByRole('combobox').first()).toBeVisible();
    await expectAccessible(page, '[role="dialog"]');
    await form.getByRole('button', { name: 'Cancel' }).click();
    await expect(form).toBeHidden();
  }
  const dialog = await openForm(page);

  const environment = dialog.getByRole('combobox', { name: /^ENVIRONMENT/ });
  await expect(environment).toHaveValue('development');
  await expect(environment).toHaveAccessibleDescription('Where to deploy');
  await expect(environment.getByRole('option')).toHaveText([
    /./,
    'development',
    'staging',
    'production',
  ]);
  const wanted = dialog.getByRole('textbox', { name: /^VERSION/ });
  await expect(wanted).toHaveValue('');
  await expect(wanted).toHaveAccessibleDescription(
    'A version of settlements that was published',
  );
  const smokeTest = dialog.getByRole('checkbox', { name: 'SMOKE_TEST' });
  await expect(smokeTest).toBeChecked();
  const key = dialog.getByRole('textbox', { name: /^SIGNING_KEY/ });
  await expect(key).toBeDisabled();
  await expect(key).toHaveValue('');
  await expect(key).toHaveAccessibleDescription(/Secrets are not taken here/);

  const start = dialog.getByRole('button', { name: `Run ${job}` });
  await wanted.fill('1'.repeat(4_001));
  await start.click();
  await expect(wanted).toBeFocused();
  await expect(wanted).toHaveAccessibleDescription(
    /^Write at most 4000 characters/,
  );

  await wanted.fill(version);
  const reason = `Once more ${Date.now()}`;
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill(reason);
  await start.click();
  await expect(dialog.getByText(/^(Queued|Under way)$/).first()).toBeVisible();
  await expect(dialog.getByText('SMOKE_TEST')).toBeVisible();
  const steps = dialog.getByRole('list', { name: 'Steps' });
  // A stage of seconds may be over when one looks.
  await expect(
    steps.getByRole('listitem').filter({ hasText: 'Apply' }),
  ).toContainText(/Under way|Done/, { timeout: 30_000 });
  for (const stage of ['Apply', 'Smoke test']) {
    await expect(
      steps.getByRole('listitem').filter({ hasText: stage }),
    ).toContainText('Done', { timeout: 30_000 });
  }
  await expect(dialog.getByText('Succeeded').first()).toBeVisible();
  await expect(dialog.getByRole('link', { name: job })).toHaveAttribute(
    'href',
    /\/job\/payments\/job\/deploy-settlements\/\d+\/$/,
  );
  await expectAccessible(page, '[role="dialog"]');
  await page.keyboard.press('Escape');

  const run = runs.getByRole('row').filter({ hasText: job }).first();
  await expect(run).toContainText('manual', { timeout: 30_000 });
  await expect(run).toContainText('Succeeded');
  await run.getByRole('button', { name: /^Show the jobs/ }).click();
  await expect(runs.getByText(`VERSION=${version}`).first()).toBeVisible();
  await expect(runs.getByText(/SIGNING_KEY/)).toHaveCount(0);

  await page.goto('/delivery/operations');
  const row = page.getByRole('row').filter({ hasText: reason });
  await expect(row).toContainText('Succeeded');
  await expect(row).toContainText(`Run ${job}`);
});

test('what does not fit the form is refused with the reason', async () => {
  const { json: offered } = await askPortal(
    maya,
    'GET',
    '/entities/default/component/settlements/operations',
  );
  const pipeline = offered.pipelines.find((each: any) => each.name === job);
  for (const [name, value, why] of [
    ['ENVIRONMENT', 'moon', /must be one of: development, staging, production/],
    ['SMOKE_TEST', 'perhaps', /must be 'true' or 'false'/],
    ['OTHER', '1', /There is no field 'OTHER'/],
    ['SIGNING_KEY', 'hush', /'SIGNING_KEY' is a secret/],
  ] as const) {
    const { status, json } = await askPortal(maya, 'POST', '/operations', {
      type: 'runPipeline',
      entityRef: 'component:default/settlements',
      pipelineId: pipeline.id,
      parameters: { [name]: value },
      idempotencyKey: randomUUID(),
    });
    expect([status, json.error.message]).toEqual([
      400,
      expect.stringMatching(why),
    ]);
    expect(json.error.message).not.toContain('hush');
  }
});

test('a build is not run again without what nobody is told', async ({
  page,
}) => {
  const runs = await openPipelines(page);
  const asked = runs
    .getByRole('row')
    .filter({ hasText: job })
    .filter({ hasText: 'manual' })
    .first();
  await asked.getByRole('button', { name: /^Actions/ }).click();
  await page.getByRole('menuitem', { name: 'Re-run' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Re-run/ }).click();
  await expect(
    dialog.getByText(/does not tell what 'SIGNING_KEY' .* was/).first(),
  ).toBeVisible({ timeout: 30_000 });
});

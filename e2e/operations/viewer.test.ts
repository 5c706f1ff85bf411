import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { expectAccessible } from '../support/accessibility';
import { askPortal } from '../support/portalApi';
import { signInAs } from '../support/signInAs';

const viewer = 'user:development/guest';
const reason = 'only its owner, group:default/payments, may do this';

test('the viewer sees why buttons are off, and a request by hand is refused and in the log', async ({
  page,
}) => {
  await signInAs(page, viewer);
  await page.goto('/catalog/default/component/checkout/delivery');
  const promote = page.getByRole('button', {
    name: /^Promote .*to Production$/,
  });
  await expect(promote).toBeVisible({ timeout: 90_000 });
  await expect(promote).toHaveAttribute('aria-disabled', 'true');
  await expect(promote).toHaveAccessibleDescription(reason);

  const why = `Tried by hand ${Date.now()}`;
  const { json } = await askPortal(viewer, 'POST', '/operations', {
    type: 'promote',
    entityRef: 'component:default/checkout',
    environment: 'production',
    fromEnvironment: 'staging',
    reason: why,
    idempotencyKey: randomUUID(),
  });
  expect(json).toMatchObject({
    state: 'refused',
    actor: viewer,
    message: reason,
    steps: [],
  });

  await page.goto('/delivery/operations');
  const row = page.getByRole('row').filter({ hasText: 'Refused' }).first();
  await expect(row).toBeVisible({ timeout: 60_000 });
  await expect(row).toContainText(/guest/i);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page, 'main, [role="main"], #root');
  }
});

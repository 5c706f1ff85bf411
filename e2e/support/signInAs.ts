import type { Page } from '@playwright/test';

/** Is somebody else of the sandbox from the next load on. Without it one is the guest, who may do nothing. */
export async function signInAs(page: Page, ref: string): Promise<void> {
  await page.addInitScript(
    user => window.localStorage.setItem('sandbox-user', user),
    ref,
  );
}

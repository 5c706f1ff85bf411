import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const DEBIAN = '/usr/bin/chromium';
const SOON = { timeout: 120_000 };
const ENTITY = '/catalog/default/component/example-website';

/** Looks at the portal in Chromium, as somebody who has just added Throughline to it: every page tells something. */
export async function seePages(url, { screenshot }) {
  const browser = await chromium.launch({
    executablePath:
      process.env.CHROMIUM ?? (existsSync(DEBIAN) ? DEBIAN : undefined),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    // Ends with the process, which has more than the browser to end.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  const page = await browser.newPage();
  const errors = [];
  page.on('pageerror', error => errors.push(error.message));
  try {
    await enter(page, url);
    await seeTab(page, url);
    await page.goto(`${url}/delivery`);
    await page
      .getByRole('table')
      .getByRole('link', { name: 'example-website' })
      .first()
      .waitFor(SOON);
    await page.goto(`${url}/delivery/sources`);
    await page
      .getByRole('table', { name: 'Connections' })
      .getByRole('row', { name: /main/ })
      .first()
      .waitFor(SOON);
  } catch (error) {
    await page.screenshot({ path: screenshot, fullPage: true });
    error.message += `\n${screenshot} shows the page ${page.url()}.\n${errors.join(
      '\n',
    )}`;
    throw error;
  } finally {
    await browser.close();
  }
}

async function enter(page, url) {
  await page.goto(url);
  const button = page.getByRole('button', { name: 'Enter' });
  const inside = page.getByRole('link', { name: 'example-website' }).first();
  await button.or(inside).first().waitFor(SOON);
  if (await button.isVisible()) {
    await button.click();
    await inside.waitFor(SOON);
  }
}

/** From the service's page to its Delivery tab, which shows what Argo CD says in the vocabulary of the pages. */
async function seeTab(page, url) {
  await page.goto(`${url}${ENTITY}`);
  // The sidebar has a link of that name as well, to the fleet, and shows it before the entity is there.
  await page
    .getByRole('tab', { name: 'Delivery' })
    .or(page.locator(`a[href$="${ENTITY}/delivery"]`))
    .first()
    .click(SOON);
  await page.waitForURL(`**${ENTITY}/delivery`, SOON);
  const development = page.getByRole('region', { name: 'Development' });
  await development.getByText('Synced').first().waitFor(SOON);
  await development.getByText('Healthy').first().waitFor(SOON);
}

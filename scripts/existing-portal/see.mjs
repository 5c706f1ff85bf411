import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const DEBIAN = '/usr/bin/chromium';

/** Opens the example service in Chromium and waits until its Delivery tab tells what Argo CD says of it. */
export async function seeDeliveryTab() {
  const browser = await chromium.launch({
    executablePath:
      process.env.CHROMIUM ?? (existsSync(DEBIAN) ? DEBIAN : undefined),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage();
    await page.goto('http://localhost:3000/');
    const enter = page.getByRole('button', { name: 'Enter' });
    await Promise.race([
      enter.waitFor({ timeout: 60_000 }).then(() => enter.click()),
      page
        .getByRole('link', { name: 'example-website' })
        .first()
        .waitFor({ timeout: 60_000 }),
    ]);
    await page.goto(
      'http://localhost:3000/catalog/default/component/example-website/delivery',
    );
    await page
      .getByRole('tab', { name: 'Delivery' })
      .or(page.getByRole('link', { name: 'Delivery' }))
      .first()
      .waitFor({ timeout: 60_000 });
    await page
      .getByText('checkout-dev', { exact: false })
      .first()
      .waitFor({ timeout: 90_000 });
  } finally {
    await browser.close();
  }
}

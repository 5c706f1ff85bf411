import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Expects that axe finds nothing serious in what this project draws; the frame around it is Backstage's. */
export async function expectAccessible(page: Page, selector: string) {
  // What fades in has too little contrast until it is there.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(animation => !(animation instanceof CSSTransition)),
  );
  const { violations } = await new AxeBuilder({ page })
    .include(selector)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  expect(
    violations.map(violation => ({
      rule: violation.id,
      help: violation.help,
      where: violation.nodes.slice(0, 3).map(node => node.target.join(' ')),
    })),
  ).toEqual([]);
}

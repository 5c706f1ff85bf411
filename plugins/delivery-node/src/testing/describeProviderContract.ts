/* eslint-disable jest/no-export, jest/no-disabled-tests, jest/expect-expect --
   This is no test file: it makes suites for modules, whose checks assert by themselves. */
import { contractChecks } from './checks';
import type { HarnessCapability, ProviderHarness } from './harness';

/**
 * Runs the contract against a provider: a jest suite, each test of which makes a harness of its own.
 *
 * @example
 * ```ts
 * describeProviderContract('argocd', createHarness, {
 *   lacks: { paging: 'a list of applications is one answer' },
 * });
 * ```
 *
 * @param options - `lacks`: what the upstream cannot do, each with the reason why; the checks that need it show as
 * skipped, with the reason
 * @public
 */
export function describeProviderContract(
  name: string,
  createHarness: () => Promise<ProviderHarness>,
  options: { lacks?: Partial<Record<HarnessCapability, string>> } = {},
): void {
  describe(`${name} keeps the contract of providers`, () => {
    for (const check of contractChecks) {
      const lacking = check.needs.find(need => options.lacks?.[need]);
      if (lacking) {
        it.skip(`${check.name} (${options.lacks?.[lacking]})`, () => {});
        continue;
      }
      it(`${check.name}`, async () => {
        const harness = await createHarness();
        try {
          await check.run(harness);
        } finally {
          await harness.upstream.recover();
          await harness.close();
        }
      }, 30_000);
    }
  });
}

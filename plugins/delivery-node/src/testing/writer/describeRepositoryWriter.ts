/* eslint-disable jest/no-export, jest/expect-expect --
   This is no test file: it makes suites for modules, whose checks assert by themselves. */
import { commitChecks } from './commitChecks';
import { pullRequestChecks } from './pullRequestChecks';
import type { RepositoryWriterHarness } from './RepositoryWriterHarness';

/**
 * Runs what every `RepositoryWriter` must hold against one: a jest suite, each test of which makes a harness of its
 * own.
 *
 * @param options - `pullRequests`: whether its host has them
 * @public
 */
export function describeRepositoryWriter(
  name: string,
  createHarness: () => Promise<RepositoryWriterHarness>,
  options: { pullRequests: boolean },
): void {
  describe(`${name} writes as the contract says`, () => {
    const checks = [
      ...commitChecks,
      ...(options.pullRequests ? pullRequestChecks : []),
    ];
    for (const check of checks) {
      it(`${check.name}`, async () => {
        const harness = await createHarness();
        try {
          await check.run(harness);
        } finally {
          await harness.close();
        }
      }, 30_000);
    }
  });
}

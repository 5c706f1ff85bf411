/* eslint-disable jest/no-export, jest/expect-expect, jest/no-standalone-expect --
   This is no test file: it makes suites for modules. */
import { FuzzRun } from './FuzzRun';
import type { FuzzSubject } from './FuzzSubject';
import { seededRandom } from './varyJson';

/** `FUZZ_RUNS=100000` for all that a module promises; few of them in each run of the tests. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 600);
/** The same variations each time, unless others are asked for. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_120);
/** Long enough for so many on a busy machine, in milliseconds. */
const DEADLINE_MS = 60_000 + RUNS * 20;

/**
 * Varies what a module reads, and holds what it makes of it to three things: nothing crashes, each item keeps to the
 * contract, and no status is greener than the payload says. What is rejected and handled by nobody fails it too: the
 * runner takes care of that.
 *
 * @param options - `isNeverGreen` where the module says nothing good of anything, so that none of it can be tried
 * @public
 */
export function describeFuzz(
  name: string,
  subjects: readonly FuzzSubject[],
  options: { isNeverGreen?: boolean } = {},
): void {
  describe(`whatever ${name} sends`, () => {
    it('is told as it is where nothing of it is varied', async () => {
      const run = new FuzzRun(subjects, () => 0);
      for (const subject of subjects) {
        const before = run.told;
        for (const payload of subject.payloads) {
          await run.judge(subject, payload, true);
        }
        // A subject whose payloads tell nothing would try nothing.
        expect([subject.name, run.told > before]).toEqual([subject.name, true]);
      }
      expect(run.green > 0).toBe(!options.isNeverGreen);
    });

    it(
      `crashes nothing and is told no greener than it says, in ${RUNS} variations (seed ${SEED})`,
      async () => {
        const run = new FuzzRun(subjects, seededRandom(SEED));
        for (let count = 0; count < RUNS; count += 1) {
          await run.next();
        }
        expect(run.told).toBeGreaterThan(RUNS / 10);
      },
      DEADLINE_MS,
    );
  });
}

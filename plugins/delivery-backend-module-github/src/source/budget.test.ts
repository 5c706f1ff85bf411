import { collectObservations } from '@throughline/plugin-delivery-node/testing';
import type { Observation } from '@throughline/plugin-delivery-node';
import { mockServices } from '@backstage/backend-test-utils';
import { createFakeSource, interestIn } from '../fixtures/createFakeSource';
import { FakeGithub, type FakeCall } from '../fixtures/FakeGithub';
import { sweepInterval } from './Schedule';

const REPOSITORIES = 3_000;
const QUARTER = 1_250;

describe('the budget', () => {
  let github: FakeGithub;

  beforeEach(async () => {
    github = await FakeGithub.start();
  });

  afterEach(async () => {
    await github.upstream.close();
  });

  it(`keeps the first pass over ${REPOSITORIES} repositories, and those after it, within a quarter`, async () => {
    const names = Array.from(
      { length: REPOSITORIES },
      (_, index) => `acme/svc-${index}`,
    );
    names.forEach(name => github.repository(name).commit());
    const source = createFakeSource(github);
    const interests = interestIn(
      github,
      Object.fromEntries(names.map(name => [name, {}])),
    );
    const pass = async (cursor?: string): Promise<Observation[]> =>
      collectObservations(
        source.observe({
          signal: new AbortController().signal,
          logger: mockServices.logger.mock(),
          reason: 'scheduled',
          cursor,
          hints: [],
          countCall: () => {},
          interests,
        }),
      );
    const first = await pass();
    const branches = new Set(
      first.flatMap(one =>
        one.type === 'observed'
          ? one.items.flatMap(item => (item.kind === 'branch' ? item.key : []))
          : [],
      ),
    );
    expect(branches.size).toBe(REPOSITORIES);
    expect(requests('graphql', github.calls)).toBeLessThanOrEqual(QUARTER);
    expect(requests('rest', github.calls)).toBeLessThanOrEqual(QUARTER);
    expect(first).toContainEqual({
      type: 'budget',
      limit: 5_000,
      remaining: 4_000,
      resetsAt: expect.any(String),
    });
    expect(first).toContainEqual({
      type: 'problem',
      scope: 'backlog:token',
      reason: expect.stringContaining('wait for their turn'),
    });

    let cursor = lastCursor(first);
    for (let count = 0; count < 3; count += 1) {
      cursor = lastCursor(await pass(cursor)) ?? cursor;
    }
    expect(requests('graphql', github.calls)).toBeLessThanOrEqual(QUARTER);
    expect(requests('rest', github.calls)).toBeLessThanOrEqual(QUARTER);
  }, 60_000);

  it('sweeps in every pass while that is cheap, and more slowly where it is not', () => {
    expect(sweepInterval(10, QUARTER, 60_000)).toBe(60_000);
    expect(sweepInterval(200, QUARTER, 60_000)).toBe(60_000);
    const slow = sweepInterval(REPOSITORIES, QUARTER, 60_000);
    const pointsPerHour = (3_600_000 / slow) * ((REPOSITORIES * 4) / 100);
    expect(slow).toBeGreaterThan(60_000);
    expect(pointsPerHour).toBeLessThanOrEqual(QUARTER / 2);
  });
});

function requests(api: 'graphql' | 'rest', calls: readonly FakeCall[]): number {
  return calls.filter(
    call =>
      (call.path === 'graphql') === (api === 'graphql') && call.status !== 304,
  ).length;
}

function lastCursor(observations: readonly Observation[]): string | undefined {
  return observations
    .flatMap(one => (one.type === 'checkpoint' ? one.cursor : []))
    .pop();
}

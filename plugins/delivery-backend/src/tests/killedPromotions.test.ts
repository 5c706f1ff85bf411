import {
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import { Company, EU, US, type Scenario } from '../__testUtils__/Company';
import { createTestStore } from '../__testUtils__/createTestStore';
import { carryOut } from '../__testUtils__/dyingWorld';
import { fileOf, fileWith } from '../__testUtils__/versionWorld';
import {
  commitsOf,
  DatabaseOperationStore,
  type OperationRecord,
} from '../operate/records';

jest.setTimeout(180_000);

const REF = 'component:default/checkout';
const AUTOMATED = ' # {"$imagepolicy": "flux-system:checkout:tag"}';
const PINNED =
  ' # delivery-pinned {"$imagepolicy": "flux-system:checkout:tag"}';

const SCENARIOS: Scenario[] = [
  { what: 'by a commit', waves: [['eu']] },
  { what: 'by commits, in waves', waves: [['eu'], ['us', 'ap']] },
  {
    what: 'by pull requests, in waves',
    write: 'pullRequest',
    waves: [['eu'], ['us', 'ap']],
  },
  {
    what: 'to two repositories at once',
    waves: [['eu', 'us']],
    home: id => ({ repository: id === 'us' ? US : EU }),
  },
  {
    what: 'by pull requests to two branches of one repository',
    write: 'pullRequest',
    waves: [['eu', 'us']],
    home: id => ({ repository: EU, branch: id }),
  },
  {
    what: 'to what is synced only when it is told',
    waves: [['eu']],
    syncsOnlyWhenTold: true,
  },
  { what: 'by a pipeline', write: 'pipeline', waves: [['eu']] },
  {
    what: 'back, out of an automation’s hands',
    type: 'rollBack',
    waves: [['eu']],
    edit: { pinning: 'pin' },
    files: [fileWith('1.0.0', AUTOMATED), fileWith('1.1.0', PINNED)],
  },
  {
    what: 'into an automation’s hands again',
    type: 'unpin',
    waves: [['eu']],
    edit: { pinning: 'unpin' },
    files: [fileWith('1.1.0', PINNED), fileWith('1.1.0', AUTOMATED)],
  },
];

let last = 0;
async function ask(company: Company): Promise<string> {
  const id = `operation-${last++}`;
  const { type = 'promote' } = company.scenario;
  await company.store.add({
    id,
    actor: 'user:default/nadia',
    idempotencyKey: id,
    type,
    state: 'queued',
    entityRef: REF,
    environment: 'production',
    requestedAt: new Date(company.now).toISOString(),
    subjects: company.ids,
    order: {
      input: {
        type,
        entityRef: REF,
        environment: 'production',
        idempotencyKey: id,
      },
      approvalsNeeded: 0,
      gated: false,
      breakGlass: false,
      resources: [],
      details: company.order,
    },
    progress: {
      gates: [{ gate: 'notFrozen', state: 'pass', reason: 'it is not frozen' }],
      steps: [],
      links: [],
      targets: company.ids.map(target => ({
        id: target,
        sourceId: 'argocd:test',
        name: target,
        state: 'pending',
      })),
    },
  });
  return id;
}

/** How often each wave writes to each branch of each repository: once. */
function placesOf(company: Company): number {
  const { waves, write } = company.scenario;
  return write === 'pipeline'
    ? 0
    : waves
        .flatMap(
          ids =>
            new Set(
              ids.map(id => {
                const { forge, branch } = company.home(id);
                return `${forge.repository} ${branch}`;
              }),
            ).size,
        )
        .reduce((sum, count) => sum + count, 0);
}

function expectDoneOnce(company: Company, record: OperationRecord): void {
  const { forges, ids, scenario, sync, pipeline } = company;
  const { progress, id } = record;
  expect([record.state, progress.message]).toEqual([
    'succeeded',
    ids.length > 1 ? `${ids.length} new` : undefined,
  ]);
  expect(progress.steps.map(({ state }) => state)).toEqual(
    progress.steps.map(() => 'succeeded'),
  );
  const isPiped = scenario.write === 'pipeline';
  ids.forEach(each =>
    expect(company.textOf(each)).toBe(company.files[isPiped ? 0 : 1]),
  );
  const written = forges.flatMap(forge =>
    [...forge.commits.values()].filter(
      ({ message }) => message.includes(id) && !message.startsWith('Merge'),
    ),
  );
  const places = placesOf(company);
  expect(written).toHaveLength(places);
  const requests = forges.flatMap(forge => [...forge.requests.values()]);
  const asked = scenario.write === 'pullRequest';
  expect(requests.map(({ state }) => state)).toEqual(
    Array(asked ? places : 0).fill('merged'),
  );
  expect(commitsOf(progress.effects ?? [])).toEqual(
    expect.arrayContaining(written.map(({ sha }) => sha)),
  );
  expect(progress.links).toHaveLength(requests.length);
  expect(sync.acted).toHaveLength(scenario.syncsOnlyWhenTold ? 1 : 0);
  expect(pipeline.acted).toEqual(isPiped ? [id] : []);
}

describe('a version whose process is killed', () => {
  const databases = TestDatabases.create();
  async function storeOn(id: TestDatabaseId): Promise<DatabaseOperationStore> {
    const knex = await databases.init(id);
    await createTestStore(knex);
    return new DatabaseOperationStore(knex);
  }

  afterEach(() => jest.restoreAllMocks());

  describe.each(databases.eachSupportedId())('%s', databaseId => {
    it.each(SCENARIOS)(
      'at any step comes once, and right, $what',
      async scenario => {
        const store = await storeOn(databaseId);
        let steps = 0;
        for (let deaths = -1; deaths !== 0; ) {
          steps++;
          const company = new Company(store, scenario);
          jest.spyOn(Date, 'now').mockImplementation(() => company.now);
          const id = await ask(company);
          // The next process dies as well, before the one after that ends it.
          const done = await carryOut(id, company, [steps, 1 + (steps % 7)]);
          expectDoneOnce(company, done.record);
          ({ deaths } = done);
        }
        expect(steps).toBeGreaterThan(7);
      },
    );

    it('says what it may have left, where it cannot go on', async () => {
      const store = await storeOn(databaseId);
      const ends: unknown[] = [];
      let deaths = -1;
      for (let steps = 1; deaths !== 0; steps++) {
        const company = new Company(store, {
          what: 'by a pull request',
          write: 'pullRequest',
          waves: [['eu']],
        });
        const { forge } = company.home('eu');
        const { open } = forge.pullRequests!;
        forge.pullRequests!.open = async (...given) => {
          const opened = await open(...given);
          forge.write('main', 'A hotfix', {
            [fileOf('eu')]: fileWith('1.0.1'),
          });
          return opened;
        };
        jest.spyOn(Date, 'now').mockImplementation(() => company.now);
        const id = await ask(company);
        const { record, ...done } = await carryOut(id, company, [steps]);
        ({ deaths } = done);
        if (record.state !== 'succeeded') {
          ends.push([
            record.state,
            record.progress.message?.replace(id, 'its-id'),
          ]);
        }
      }
      // Right after it was opened, and before that was remembered.
      expect(ends).toEqual([
        [
          'failed',
          expect.stringMatching(
            /says 1\.0\.1 by now.*the branch delivery\/its-id may have been opened/,
          ),
        ],
      ]);
    });
  });
});

import {
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import type {
  OperationParameter,
  OperationPlan,
} from '@throughline/plugin-delivery-common';
import {
  SourceFailure,
  type ObservedItem,
  type OperationProgress,
  type TargetItem,
} from '@throughline/plugin-delivery-node';
import { eventually } from '../__testUtils__/eventually';
import {
  startOperate,
  untilState,
  type OperateHarness,
} from '../__testUtils__/operateHarness';
import { itemId } from '../store';
import { FakeOperator } from './FakeOperator';
import { FakeSource } from './FakeProvider';
import {
  artifact,
  branch,
  deployment,
  digest,
  entity,
  IMAGE,
  line,
  run,
  TRUST_ALL,
  workload,
} from './world';

jest.setTimeout(90_000);

const SOURCE = 'jenkins:test';
const REF = 'component:default/checkout';
const MANAGER = ['group:default/release-managers'];
const OWNER = ['group:default/payments'];
const JOB = 'payments/deploy-checkout';
const RECORD = 'deploy/production';
const HASHES: Record<string, string> = { '1.0.0': 'a', '1.1.0': 'b' };
const labelsOf = (environment: string) => ({
  'backstage.io/kubernetes-id': 'checkout',
  environment,
});

/** What the pipeline tells of an environment that it deploys to: what it brought there, and nothing of how that fares. */
const recordOf = (tag: string): TargetItem => ({
  kind: 'target',
  key: RECORD,
  type: 'environment',
  resource: 'Job',
  name: 'production',
  project: JOB,
  labels: labelsOf('production'),
  desired: [],
  sync: { status: 'unknown', reason: 'not observed' },
  health: { status: 'unknown', reason: 'not observed' },
  images: [{ repository: IMAGE, tag }],
  imagesAre: 'desired',
});

const workloadOf = (
  environment: string,
  tag: string,
  more: Partial<TargetItem> = {},
) =>
  workload(`checkout-${environment}`, {
    labels: labelsOf(environment),
    images: [{ repository: IMAGE, tag, digest: digest(HASHES[tag]) }],
    ...more,
  });

const FORM: OperationParameter[] = [
  {
    name: 'ENVIRONMENT',
    type: 'choice',
    required: true,
    choices: ['staging', 'production'],
  },
  { name: 'VERSION', type: 'string', required: true },
];

interface World extends OperateHarness {
  operator: FakeOperator;
  tell(...items: ObservedItem[]): void;
  restart(): Promise<World>;
}

async function startWorld(
  knex: Parameters<typeof startOperate>[0],
  options: {
    observed?: boolean;
    operations?: object;
    operator?: FakeOperator;
    parameters?: Record<string, string>;
  } = {},
): Promise<World> {
  const operator =
    options.operator ?? new FakeOperator('runPipeline', 'pipeline');
  if (!options.operator) {
    operator.form = FORM;
  }
  const targets = [
    workloadOf('staging', '1.1.0'),
    recordOf('1.0.0'),
    ...(options.observed ? [workloadOf('production', '1.0.0')] : []),
  ];
  const source = new FakeSource(SOURCE, [
    ...targets,
    branch('b'),
    ...line('a', 'b'),
    run('a'),
    run('b'),
    artifact('1.0.0', 'a'),
    artifact('1.1.0', 'b'),
  ]);
  source.operators = [operator];
  const harness = await startOperate(knex, {
    source,
    links: targets.length,
    entity: entity('checkout', {
      annotations: {
        'backstage.io/kubernetes-id': 'checkout',
        'github.com/project-slug': 'acme/checkout',
        'jenkins.io/job-full-name': JOB,
      },
    }),
    config: {
      linking: { trust: TRUST_ALL },
      environments: [
        { name: 'staging' },
        { name: 'production', production: true },
      ],
      operations: {
        production: { grants: MANAGER },
        versions: [
          {
            entity: REF,
            environment: 'production',
            strategy: 'pipeline',
            pipeline: { system: 'jenkins', name: JOB },
            parameters: options.parameters ?? {
              VERSION: '${version}',
              ENVIRONMENT: '${environment}',
            },
          },
        ],
        ...options.operations,
      },
    },
  });
  return {
    ...harness,
    operator,
    tell: (...items) => source.tell({ type: 'observed', scope: 'all', items }),
    async restart() {
      await harness.stop();
      return startWorld(knex, { ...options, operator });
    },
  };
}

let lastKey = 0;
const promote = (more: object = {}) => ({
  type: 'promote',
  entityRef: REF,
  environment: 'production',
  idempotencyKey: `key-${lastKey++}`,
  ...more,
});

describe('versions that a pipeline deploys', () => {
  const databases = TestDatabases.create();
  const running: World[] = [];

  async function begin(
    databaseId: TestDatabaseId,
    options: Parameters<typeof startWorld>[1] = {},
  ): Promise<World> {
    const world = await startWorld(await databases.init(databaseId), options);
    running.push(world);
    return world;
  }

  /** Asks, waits until the pipeline is started, and says how that has ended. */
  async function run1(
    { as, operator }: World,
    progress: OperationProgress,
  ): Promise<string> {
    const { body } = await as('boss', MANAGER).post('/operations', promote());
    await eventually(() => expect(operator.acted).toEqual([body.id]));
    operator.progress.set(body.id, progress);
    return body.id;
  }

  afterEach(async () => {
    await Promise.all(running.splice(0).map(each => each.stop()));
  });

  it.each(databases.eachSupportedId())(
    'are asked for with what it is told, approved, started once, and have succeeded once they run and are healthy, %s',
    async databaseId => {
      const world = await begin(databaseId, {
        observed: true,
        operations: { gates: { production: [{ approvals: 1 }] } },
      });
      const { as, operator, tell } = world;
      const boss = as('boss', MANAGER);
      const plan: OperationPlan = (
        await boss.post('/operations/plan', promote())
      ).body;
      expect(plan).toMatchObject({
        from: '1.0.0',
        to: '1.1.0',
        delivery: 'pipeline',
        changes: [],
        approvalsNeeded: 1,
        runs: [
          {
            name: JOB,
            sourceId: SOURCE,
            parameters: { VERSION: '1.1.0', ENVIRONMENT: 'production' },
          },
        ],
      });
      expect(plan.targets.map(({ name }) => name).sort()).toEqual([
        'checkout-production',
        'production',
      ]);
      const { body } = await boss.post('/operations', promote());
      await untilState(boss, body.id, 'waiting');
      expect(operator.requests).toEqual([]);
      await as('other', MANAGER).post(`/operations/${body.id}/decision`, {
        decision: 'approved',
      });
      await eventually(() => expect(operator.requests).toHaveLength(1));
      expect(operator.requests[0]).toMatchObject({
        subject: { kind: 'pipeline', pipeline: JOB },
        parameters: { VERSION: '1.1.0', ENVIRONMENT: 'production' },
        token: body.id,
        actor: 'user:default/boss',
      });
      operator.progress.set(body.id, {
        state: 'succeeded',
        url: 'https://ci.example/job/7',
      });
      // That the pipeline has ended well is not that the version runs.
      await eventually(async () =>
        expect((await boss.get(`/operations/${body.id}`)).body).toMatchObject({
          state: 'running',
          links: [{ title: `Run of ${JOB}`, url: 'https://ci.example/job/7' }],
          steps: [
            { name: 'pipeline has run', state: 'succeeded' },
            { name: 'runs and is healthy', state: 'running' },
          ],
        }),
      );
      tell(
        recordOf('1.1.0'),
        workloadOf('production', '1.1.0', {
          health: { status: 'progressing' },
        }),
      );
      await new Promise(resolve => setTimeout(resolve, 2500));
      await untilState(boss, body.id, 'running');
      tell(workloadOf('production', '1.1.0'));
      await untilState(boss, body.id, 'succeeded');
      expect(operator.requests).toHaveLength(1);
    },
  );

  it('end as unknown where nothing observes whether they are healthy, however well the pipeline ended', async () => {
    const world = await begin('SQLITE_3');
    const id = await run1(world, { state: 'succeeded' });
    world.tell(recordOf('1.1.0'));
    await new Promise(resolve => setTimeout(resolve, 21_000));
    expect(
      await untilState(world.as('boss', MANAGER), id, 'unknown'),
    ).toMatchObject({
      message:
        '1.1.0 was deployed, by what the pipeline tells; its health is not observed by anything',
    });
  });

  it('have failed where the pipeline has', async () => {
    const world = await begin('SQLITE_3', { observed: true });
    const id = await run1(world, { state: 'failed', message: 'exit code 2' });
    expect(
      await untilState(world.as('boss', MANAGER), id, 'failed'),
    ).toMatchObject({
      message: expect.stringContaining(
        `the pipeline ${JOB} did not succeed: exit code 2`,
      ),
      steps: [{ state: 'failed', message: 'exit code 2' }, { state: 'failed' }],
    });
  });

  it('start it once though its answer was lost, and go on after a restart', async () => {
    const first = await begin('SQLITE_3', { observed: true });
    first.operator.loseAnswers();
    const { body } = await first
      .as('boss', MANAGER)
      .post('/operations', promote());
    await eventually(() => expect(first.operator.acted).toEqual([body.id]));
    const second = await first.restart();
    running.push(second);
    second.operator.progress.set(body.id, { state: 'succeeded' });
    second.tell(recordOf('1.1.0'), workloadOf('production', '1.1.0'));
    await untilState(second.as('boss', MANAGER), body.id, 'succeeded');
    expect(second.operator.requests).toHaveLength(1);
  });

  it('are watched though nobody can tell what became of the run', async () => {
    const world = await begin('SQLITE_3', { observed: true });
    world.operator.loseAnswers();
    world.operator.forgetful = true;
    const boss = world.as('boss', MANAGER);
    const { body } = await boss.post('/operations', promote());
    await eventually(async () =>
      expect((await boss.get(`/operations/${body.id}`)).body).toMatchObject({
        state: 'running',
        steps: [
          { state: 'failed', message: expect.stringContaining('was lost') },
          { state: 'running' },
        ],
      }),
    );
    world.tell(recordOf('1.1.0'), workloadOf('production', '1.1.0'));
    await untilState(boss, body.id, 'succeeded');
    expect(world.operator.requests).toHaveLength(1);
  });

  it.each<[string, Parameters<typeof startWorld>[1], object, string]>([
    [
      'a value that is no choice',
      { parameters: { VERSION: '${version}', ENVIRONMENT: 'prod' } },
      {},
      `the pipeline ${JOB} cannot be started so: 'ENVIRONMENT' must be one of: staging, production.`,
    ],
    [
      'a field that it has not',
      { parameters: { TAG: '${tag}' } },
      {},
      `the pipeline ${JOB} cannot be started so: There is no field 'TAG'. Fields are: ENVIRONMENT, VERSION.`,
    ],
    [
      'a form that cannot be read',
      {},
      { form: new SourceFailure('permission', 'the job may not be read') },
      `the pipeline ${JOB} cannot be started so: the job may not be read`,
    ],
    [
      'what it cannot do at present',
      {},
      { unavailableBecause: 'it is disabled' },
      `Fake ${SOURCE}: it is disabled`,
    ],
  ])('are refused for %s', async (_, options, more, refusedBecause) => {
    const { as, operator } = await begin('SQLITE_3', options);
    Object.assign(operator, more);
    const boss = as('boss', MANAGER);
    expect((await boss.post('/operations/plan', promote())).body).toMatchObject(
      { refusedBecause },
    );
    expect((await boss.post('/operations', promote())).body).toMatchObject({
      state: 'refused',
      message: refusedBecause,
    });
    expect(operator.requests).toEqual([]);
  });

  it('are for those alone who may have them promoted, gated as all others are', async () => {
    const { as, operator } = await begin('SQLITE_3', { observed: true });
    expect(
      (await as('dev', OWNER).post('/operations', promote())).body,
    ).toMatchObject({ state: 'refused' });
    const boss = as('boss', MANAGER);
    await boss.post('/operations/freeze', { on: true, reason: 'peak' });
    expect((await boss.post('/operations', promote())).body).toMatchObject({
      gates: [{ gate: 'notFrozen', state: expect.not.stringMatching('pass') }],
    });
    expect(operator.requests).toEqual([]);
  });

  it('are rolled back for all that one run brings them to, though one target alone is named', async () => {
    const { as, operator, tell } = await begin('SQLITE_3', { observed: true });
    const boss = as('boss', MANAGER);
    tell(recordOf('1.1.0'), workloadOf('production', '1.1.0'));
    tell(
      ...['1.0.0', '1.1.0'].map((tag, index) =>
        deployment(RECORD, index, {
          desired: [],
          revisions: [],
          images: [{ repository: IMAGE, tag }],
        }),
      ),
    );
    const input = () =>
      promote({
        type: 'rollBack',
        deploymentId: itemId(SOURCE, 'deployment', `${RECORD}/0`),
      });
    await eventually(async () => {
      const plan: OperationPlan = (await boss.post('/operations/plan', input()))
        .body;
      expect(plan).toMatchObject({ to: '1.0.0', from: '1.1.0' });
      expect(plan.refusedBecause).toBeUndefined();
      expect(plan.targets).toHaveLength(2);
      expect(plan.runs).toHaveLength(1);
    });
    const { body } = await boss.post('/operations', input());
    await eventually(() =>
      expect(operator.requests[0]?.parameters).toEqual({
        VERSION: '1.0.0',
        ENVIRONMENT: 'production',
      }),
    );
    operator.progress.set(body.id, { state: 'succeeded' });
    tell(recordOf('1.0.0'), workloadOf('production', '1.0.0'));
    await untilState(boss, body.id, 'succeeded');
  });

  it('a run that is asked for by hand is refused, with the reason, where its form cannot be read', async () => {
    const { as, operator } = await begin('SQLITE_3');
    const dev = as('dev', OWNER);
    const { pipelines } = (
      await dev.get('/entities/default/component/checkout/operations')
    ).body;
    operator.form = new SourceFailure(
      'configuration',
      'the file of the workflow cannot be read',
    );
    const input = (more: object) => ({
      type: 'runPipeline',
      entityRef: REF,
      pipelineId: pipelines[0].id,
      idempotencyKey: `key-${lastKey++}`,
      ...more,
    });
    const plan = await dev.post('/operations/plan', input({}));
    expect(plan.status).toBe(200);
    expect(plan.body).toMatchObject({
      refusedBecause: 'the file of the workflow cannot be read',
      parameters: [],
    });
    expect(
      (await dev.post('/operations', input({ parameters: { VERSION: '1' } })))
        .body,
    ).toMatchObject({
      state: 'refused',
      message: 'the file of the workflow cannot be read',
    });
  });
});

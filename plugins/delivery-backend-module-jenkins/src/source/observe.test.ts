import {
  checkout,
  FakeJenkins,
  parameters,
  SHA,
} from '../fixtures/FakeJenkins';
import { instanceOf, interestIn, observe } from '../fixtures/observe';

let jenkins: FakeJenkins;

beforeEach(async () => {
  jenkins = await FakeJenkins.start();
});

afterEach(() => jenkins.close());

const collect = (
  interests = interestIn('team/checkout'),
  ...rest: any[]
): ReturnType<typeof observe> =>
  observe(instanceOf(jenkins), interests, ...rest);

it('tells the builds of a branch of a multibranch project', async () => {
  jenkins.job('team/checkout/feature%2Fbasket', { multibranch: true });
  jenkins.build('team/checkout/feature%2Fbasket', {
    result: 'UNSTABLE',
    actions: [
      {
        _class: 'hudson.model.CauseAction',
        causes: [
          {
            _class: 'hudson.model.Cause$UserIdCause',
            shortDescription: 'Started by user Maya',
            userId: 'maya',
            userName: 'Maya Lindqvist',
          },
        ],
      },
      {},
      checkout(),
      { failCount: 2, skipCount: 1, totalCount: 10, urlName: 'testReport' },
    ],
  });
  jenkins.stages.set('team/checkout/feature%2Fbasket#1', {
    status: 'UNSTABLE',
    stages: [
      {
        name: 'Test',
        status: 'UNSTABLE',
        startTimeMillis: 1_790_000_061_000,
        durationMillis: 9_000,
      },
      { name: 'Deploy', status: 'NOT_EXECUTED' },
      { status: 'SUCCESS' },
    ],
  });
  const { error, of } = await collect();
  expect(error).toBeUndefined();
  expect(of('run')).toEqual([
    {
      kind: 'run',
      key: 'team/checkout/feature%2Fbasket#1',
      repository: 'git.example.test/acme/checkout',
      pipelineKeys: ['team/checkout/feature%2Fbasket', 'team/checkout', 'team'],
      pipeline: 'team/checkout/feature%2Fbasket',
      number: '1',
      status: { status: 'failed', raw: 'UNSTABLE' },
      trigger: 'manual',
      branch: 'feature/basket',
      sha: SHA,
      actor: { name: 'Maya Lindqvist', login: 'maya' },
      createdAt: '2026-09-21T14:14:20.000Z',
      startedAt: '2026-09-21T14:14:20.000Z',
      finishedAt: '2026-09-21T14:14:50.000Z',
      url: expect.stringContaining('/job/feature%252Fbasket/1/'),
      jobs: [
        {
          name: 'Test',
          status: { status: 'failed', raw: 'UNSTABLE' },
          startedAt: '2026-09-21T14:14:21.000Z',
          finishedAt: '2026-09-21T14:14:30.000Z',
        },
        { name: 'Deploy', status: { status: 'skipped', raw: 'NOT_EXECUTED' } },
      ],
      tests: { passed: 7, failed: 2, skipped: 1 },
    },
  ]);
});

it('asks once for many builds, with a tree and without depth, and again for nothing that ended', async () => {
  for (let branch = 1; branch <= 30; branch += 1) {
    jenkins.job(`team/checkout/b${branch}`, { multibranch: true });
    jenkins.build(`team/checkout/b${branch}`, { _class: 'FreeStyleBuild' });
  }
  const first = await collect();
  expect(first.of('run')).toHaveLength(30);
  expect(jenkins.requests.map(({ path }) => path)).toEqual([
    '/jenkins/queue/api/json',
    '/jenkins/job/team/job/checkout/api/json',
  ]);
  expect(jenkins.requests.every(({ tree }) => tree !== '')).toBe(true);
  const again = await collect(interestIn('team/checkout'), first.state);
  expect(
    again.observations.filter(
      one => one.type !== 'alive' && !(one.type === 'problem' && !one.reason),
    ),
  ).toEqual([]);
});

it('follows a build to its end, also when newer ones push it out of the list', async () => {
  jenkins.build('team/checkout', { building: true, result: null });
  let last = await collect();
  expect(last.of('run')[0].status.status).toBe('running');
  for (let number = 2; number <= 40; number += 1) {
    jenkins.build('team/checkout');
  }
  last = await collect(undefined, last.state);
  expect(last.of('run')).toHaveLength(40);
  Object.assign(jenkins.job('team/checkout').builds!.at(-1)!, {
    building: false,
    result: 'FAILURE',
  });
  last = await collect(undefined, last.state);
  const run = last.of('run').find(({ number }) => number === '1');
  expect(run?.status).toEqual({ status: 'failed', raw: 'FAILURE' });
});

it('forgets a build that was deleted while it ran', async () => {
  jenkins.build('team/checkout', { building: true, result: null });
  jenkins.build('team/checkout');
  const first = await collect();
  jenkins.job('team/checkout').builds!.pop();
  const after = await collect(undefined, first.state);
  expect(after.of('run').map(({ number }) => number)).toEqual(['2']);
});

it('keeps builds that Jenkins discarded, and loses those of a job that is gone', async () => {
  jenkins.build('team/a');
  jenkins.build('team/a');
  jenkins.build('team/b');
  const first = await collect(interestIn('team'));
  expect(first.of('run')).toHaveLength(3);
  jenkins.job('team/a').builds!.pop();
  const second = await collect(interestIn('team'), first.state);
  expect(second.of('run')).toHaveLength(3);
  jenkins.remove('team/a');
  const third = await collect(interestIn('team'), second.state);
  expect(third.of('run').map(({ key }) => key)).toEqual(['team/b#1']);
});

it('says both of what is not there: it may be gone, or hidden; and keeps what was known', async () => {
  jenkins.build('team/checkout');
  const first = await collect();
  jenkins.remove('team/checkout');
  const after = await collect(undefined, first.state);
  expect(after.error).toBeUndefined();
  expect(after.of('run')).toHaveLength(1);
  expect(after.state.problems.get('jobs:team/checkout')).toMatch(
    /no job or folder team\/checkout, or its user may not see it/,
  );
  jenkins.build('team/checkout');
  const back = await collect(undefined, after.state);
  expect(back.state.problems.size).toBe(0);
});

it('forgets what no entity names any more', async () => {
  jenkins.build('team/checkout');
  const first = await collect();
  const after = await collect(interestIn(), first.state);
  expect(after.of('run')).toEqual([]);
});

it('gives a job to the nearest of two that name it', async () => {
  jenkins.build('team/checkout');
  jenkins.build('team/other');
  let last = await collect(interestIn('team'));
  last = await collect(interestIn('team', 'team/checkout'), last.state);
  expect(last.of('run')).toHaveLength(2);
  last = await collect(interestIn('team/checkout'), last.state);
  expect(last.of('run').map(({ key }) => key)).toEqual(['team/checkout#1']);
  last = await collect(interestIn('team'), last.state);
  expect(last.of('run')).toHaveLength(2);
});

it('looks only where a hint points', async () => {
  jenkins.build('team/checkout');
  jenkins.build('team/other');
  const interests = interestIn('team/checkout', 'team/other');
  const first = await collect(interests);
  jenkins.requests.length = 0;
  jenkins.build('team/checkout', { building: true, result: null });
  const after = await collect(interests, first.state, {
    reason: 'hint',
    hints: [{ subject: 'team/checkout' }],
  });
  expect(after.of('run')).toHaveLength(3);
  expect(jenkins.requests.map(({ path }) => path)).toEqual([
    '/jenkins/queue/api/json',
    '/jenkins/job/team/job/checkout/api/json',
    '/jenkins/job/team/job/checkout/2/wfapi/describe',
  ]);
});

describe('stages', () => {
  it('tell that a build waits for a person', async () => {
    jenkins.build('team/checkout', { building: true, result: null });
    jenkins.stages.set('team/checkout#1', {
      status: 'PAUSED_PENDING_INPUT',
      stages: [{ name: 'Deploy', status: 'PAUSED_PENDING_INPUT' }],
    });
    const { of } = await collect();
    expect(of('run')[0].status).toEqual({
      status: 'waiting',
      raw: 'PAUSED_PENDING_INPUT',
    });
  });

  it('do not make a build what its result does not say', async () => {
    jenkins.build('team/checkout', { result: 'FAILURE' });
    jenkins.stages.set('team/checkout#1', {
      status: 'PAUSED_PENDING_INPUT',
      stages: [{ name: 'Deploy', status: 'SUCCESS' }],
    });
    const { of } = await collect();
    expect(of('run')[0].status.status).toBe('failed');
  });

  it('are asked for the newest only at first, and later if there was no time', async () => {
    for (let job = 1; job <= 20; job += 1) {
      for (let number = 1; number <= 8; number += 1) {
        jenkins.build(`team/job-${job}`);
        jenkins.stages.set(`team/job-${job}#${number}`, {
          status: 'SUCCESS',
          stages: [{ name: 'Build', status: 'SUCCESS' }],
        });
      }
    }
    const asked = () =>
      jenkins.requests.filter(({ path }) => path.includes('/wfapi/')).length;
    let last = await collect(interestIn('team'));
    expect(asked()).toBe(60);
    last = await collect(interestIn('team'), last.state);
    expect(asked()).toBe(100);
    const withStages = last.of('run').filter(({ jobs }) => jobs.length > 0);
    expect(withStages).toHaveLength(100);
    await collect(interestIn('team'), last.state);
    expect(asked()).toBe(100);
  });

  it('are done without where the stage view is not installed, which is said', async () => {
    for (let number = 1; number <= 9; number += 1) {
      jenkins.build('team/checkout');
    }
    const { of, state } = await collect();
    expect(of('run')).toHaveLength(9);
    expect(state.problems.get('stages')).toMatch(/stage view is not installed/);
    expect(
      jenkins.requests.filter(({ path }) => path.includes('/wfapi/')),
    ).toHaveLength(3);
  });
});

describe('the queue', () => {
  const item = (id: number, more: object = {}) => ({
    _class: 'hudson.model.Queue$BuildableItem',
    id,
    inQueueSince: 1_790_000_000_000,
    why: 'Waiting for next available executor',
    buildable: true,
    blocked: false,
    stuck: false,
    task: {
      _class: 'org.jenkinsci.plugins.workflow.job.WorkflowJob',
      name: 'checkout',
      url: `${jenkins.baseUrl}/job/team/job/checkout/`,
    },
    actions: [],
    ...more,
  });

  it('holds runs that wait, until they are builds', async () => {
    jenkins.build('team/checkout');
    jenkins.queue.push(item(77));
    const first = await collect();
    expect(first.of('run').find(({ key }) => key === 'queue/77')).toEqual({
      kind: 'run',
      key: 'queue/77',
      pipelineKeys: ['team/checkout', 'team'],
      pipeline: 'team/checkout',
      status: {
        status: 'queued',
        raw: 'buildable',
        reason: 'Waiting for next available executor',
      },
      createdAt: '2026-09-21T14:13:20.000Z',
      url: `${jenkins.baseUrl}/job/team/job/checkout/`,
      jobs: [],
    });
    jenkins.build('team/checkout', {
      building: true,
      result: null,
      queueId: 77,
    });
    // Jenkins may still tell it as waiting when the build is there.
    const second = await collect(undefined, first.state);
    expect(second.of('run').map(({ key }) => key)).toEqual([
      'team/checkout#1',
      'team/checkout#2',
    ]);
  });

  it('holds steps of builds and jobs of others, too, which are not told', async () => {
    jenkins.job('team/checkout');
    jenkins.queue.push(
      item(1, {
        task: {
          name: 'part of team',
          url: `${jenkins.baseUrl}/job/team/job/checkout/7/`,
        },
      }),
      item(2, { task: { url: `${jenkins.baseUrl}/job/others/job/x/` } }),
      item(3, { cancelled: true }),
      { id: 'four' },
    );
    const { of, observations } = await collect();
    expect(of('run')).toEqual([]);
    expect(
      observations.filter(({ type }) => type === 'malformed'),
    ).toHaveLength(1);
  });
});

describe('a large folder', () => {
  it('is read in pages', async () => {
    for (let job = 1; job <= 230; job += 1) {
      jenkins.build(`team/job-${job}`, { _class: 'FreeStyleBuild' });
    }
    const { of } = await collect(interestIn('team'));
    expect(of('run')).toHaveLength(230);
  });

  it('below the one that is named is cut off, which is said, and removes nothing', async () => {
    for (let job = 1; job <= 105; job += 1) {
      jenkins.build(`all/team/job-${job}`, { _class: 'FreeStyleBuild' });
    }
    const { of, state, observations } = await collect(interestIn('all'));
    expect(of('run')).toHaveLength(101);
    expect(state.problems.get('limit:all')).toMatch(/more than 100 items/);
    expect(observations).not.toContainEqual({
      type: 'listed',
      scope: 'jobs:all',
    });
  });
});

it('loses a job that cannot be read only, and removes nothing then', async () => {
  jenkins.build('team/a');
  jenkins.build('team/b');
  const first = await collect(interestIn('team'));
  jenkins.job('team/a').builds = 'none' as any;
  jenkins.remove('team/b');
  const after = await collect(interestIn('team'), first.state);
  expect(after.of('run')).toHaveLength(2);
  expect(after.observations).toContainEqual(
    expect.objectContaining({
      type: 'malformed',
      reason: expect.stringContaining('builds'),
    }),
  );
});

it('tells parameters, but for secret ones', async () => {
  jenkins.build('team/checkout', {
    actions: [
      {
        parameters: [
          {
            _class: 'hudson.model.StringParameterValue',
            name: 'VERSION',
            value: '1.4.2',
          },
          {
            _class: 'hudson.model.BooleanParameterValue',
            name: 'DRY',
            value: false,
          },
          {
            _class: 'hudson.model.PasswordParameterValue',
            name: 'PIN',
            value: '1234',
          },
          {
            _class: 'hudson.model.StringParameterValue',
            name: 'API_KEY',
            value: 'abc',
          },
          {
            _class: 'hudson.model.StringParameterValue',
            name: 'deployToken',
            value: 'abc',
          },
          {
            _class: 'hudson.model.TextParameterValue',
            name: 'NOTE',
            value: `a\nb ${'x'.repeat(500)}`,
          },
          {
            _class:
              'com.cloudbees.plugins.credentials.CredentialsParameterValue',
            name: 'WITH',
            value: 'id',
          },
          { _class: 'hudson.model.FileParameterValue', name: 'UPLOAD' },
          { name: 7 },
        ],
      },
    ],
  });
  const { of } = await collect();
  const told = of('run')[0].parameters ?? {};
  expect(Object.keys(told)).toEqual(['VERSION', 'DRY', 'NOTE']);
  expect(told).toMatchObject({ VERSION: '1.4.2', DRY: 'false' });
  expect(told.NOTE).toHaveLength(300);
});

it('claims no repository where a build checked out several, but for known libraries', async () => {
  jenkins.build('team/checkout', {
    actions: [
      checkout('https://git.example.test/acme/pipeline-library.git'),
      checkout('https://maya:secret@git.example.test/acme/checkout.git'),
    ],
  });
  const both = await collect();
  expect(both.of('run')[0]).not.toHaveProperty('repository');
  expect(both.of('run')[0]).not.toHaveProperty('sha');
  const one = await observe(
    instanceOf(jenkins, {
      isLibrary: repository => repository.endsWith('-library'),
    }),
    interestIn('team/checkout'),
  );
  expect(one.of('run')[0]).toMatchObject({
    repository: 'git.example.test/acme/checkout',
    sha: SHA,
    branch: 'main',
  });
  expect(JSON.stringify(one.observations)).not.toContain('secret');
});

it('takes jobs of an annotation for the instance that it names, or else for the default one', async () => {
  jenkins.build('team/checkout');
  const named = (source: string | undefined) => ({
    ...interestIn(),
    pipelines: [{ system: 'jenkins', source, pipeline: 'team/checkout' }],
  });
  const runs = async (isDefault: boolean, source?: string) =>
    (
      await observe(
        instanceOf(jenkins, { name: 'one', isDefault }),
        named(source),
      )
    ).of('run').length;
  expect(await runs(true)).toBe(1);
  expect(await runs(false)).toBe(0);
  expect(await runs(false, 'one')).toBe(1);
  expect(await runs(true, 'two')).toBe(0);
});

describe('refusals', () => {
  const refused = async (
    status: number,
    headers: Record<string, string> = {},
    body = '',
  ) => {
    jenkins.job('team/checkout');
    jenkins.overrides.set('/', { status, headers, body });
    return (await collect()).error as Error & { kind?: string };
  };

  it.each([
    [401, {}, 'authentication', /API token/],
    [
      403,
      {
        'x-you-are-authenticated-as': 'anonymous',
        'x-required-permission': 'hudson.model.Hudson.Read',
      },
      'permission',
      /without credentials and refuses \(403\): the right hudson\.model\.Hudson\.Read/,
    ],
    [
      302,
      { location: 'https://sso.example.test/login?state=abcdef' },
      'authentication',
      /302 to https:\/\/sso\.example\.test\/login\)/,
    ],
    [200, { 'content-type': 'text/html' }, 'protocol', /log-in page/],
    [404, {}, 'protocol', /no Jenkins at this address/],
    [429, { 'retry-after': '7' }, 'rateLimit', /429/],
    [503, {}, 'unreachable', /503/],
  ])('%s are told apart', async (status, headers, kind, message) => {
    const error = await refused(status, headers as Record<string, string>);
    expect(error).toMatchObject({ kind });
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('abcdef');
  });

  it('of one folder cost that folder', async () => {
    jenkins.build('team/checkout');
    jenkins.build('other/job');
    jenkins.overrides.set('/job/other', { status: 403 });
    const { error, of, state } = await collect(
      interestIn('team/checkout', 'other/job'),
    );
    expect(error).toBeUndefined();
    expect(of('run')).toHaveLength(1);
    expect(state.problems.get('jobs:other/job')).toMatch(/Job\/Read/);
  });

  it('of what is asked in a second step cost that folder, too, and nothing of it', async () => {
    jenkins.build('team/checkout', { building: true, result: null });
    jenkins.build('other/job');
    const interests = interestIn('team/checkout', 'other/job');
    const first = await collect(interests);
    for (let number = 2; number <= 110; number += 1) {
      jenkins.build('team/checkout');
    }
    jenkins.build('other/job');
    jenkins.overrides.set('/job/team/job/checkout/1/', { status: 500 });
    const broken = await collect(interests, first.state);
    expect(broken.error).toBeUndefined();
    expect(broken.of('run')).toHaveLength(3);
    expect(broken.state.problems.get('jobs:team/checkout')).toMatch(/500/);
    jenkins.overrides.clear();
    const mended = await collect(interests, broken.state);
    expect(mended.of('run')).toHaveLength(103);
    expect([...mended.state.problems.keys()]).toEqual(['stages']);
  });

  it('that end are told as ended, even if the pass before was broken off', async () => {
    jenkins.build('team/checkout');
    jenkins.overrides.set('/job/team', { status: 500 });
    const broken = await collect();
    expect(broken.error).toBeDefined();
    jenkins.overrides.clear();
    const after = await collect(undefined, broken.state);
    expect(after.state.problems.size).toBe(0);
  });
});

it('encodes names, so that none reaches another API', async () => {
  const names = interestIn('..', 'a/../b', 'a//b', 'x%2F..%2Fscript', 'y?z=1');
  const { error } = await collect(names);
  expect(error).toBeUndefined();
  expect(jenkins.requests.map(({ path }) => path).sort()).toEqual([
    '/jenkins/job/x%252F..%252Fscript/api/json',
    '/jenkins/job/y%3Fz%3D1/api/json',
    '/jenkins/queue/api/json',
  ]);
});

describe('jobs that deploy', () => {
  const rules = [
    {
      job: 'team/deploy-*',
      environment: '{ENVIRONMENT}',
      service: 'checkout',
      image: 'registry.example.test/acme/checkout:{VERSION}',
      deploysCheckout: true,
    },
  ];
  const deploy = (more: object, environment = 'staging', version = '1.4.2') =>
    jenkins.build('team/deploy-checkout', {
      actions: [
        parameters({ ENVIRONMENT: environment, VERSION: version }),
        checkout(),
      ],
      ...more,
    });
  const deployments = (state?: any, more: object = {}) =>
    observe(instanceOf(jenkins, { rules, ...more }), interestIn(), state);

  it('make an environment of it, whose health is not claimed', async () => {
    deploy({});
    jenkins.build('team/unrelated');
    const { of } = await deployments();
    expect(of('run').map(({ key, labels }) => [key, labels])).toEqual([
      ['team/deploy-checkout#1', { 'backstage.io/kubernetes-id': 'checkout' }],
    ]);
    const image = {
      repository: 'registry.example.test/acme/checkout',
      tag: '1.4.2',
    };
    const desired = [
      {
        url: 'https://git.example.test/acme/checkout.git',
        targetRevision: 'main',
        revision: SHA,
      },
    ];
    const reason =
      'not observed: a pipeline that finished says nothing of what runs';
    expect(of('target')).toEqual([
      {
        kind: 'target',
        key: 'team/deploy-checkout@staging@checkout',
        type: 'environment',
        resource: 'Job',
        name: 'staging',
        project: 'team/deploy-checkout',
        labels: {
          environment: 'staging',
          'backstage.io/kubernetes-id': 'checkout',
        },
        desired,
        sync: { status: 'unknown', reason },
        health: { status: 'unknown', reason },
        images: [image],
        imagesAre: 'desired',
        operation: {
          type: 'deploy',
          status: 'succeeded',
          raw: 'SUCCESS',
          startedAt: '2026-09-21T14:14:20.000Z',
          finishedAt: '2026-09-21T14:14:50.000Z',
        },
        url: expect.stringMatching(/\/job\/deploy-checkout\/$/),
      },
    ]);
    expect(of('deployment')).toEqual([
      expect.objectContaining({
        key: 'team/deploy-checkout@staging@checkout#1',
        targetKey: 'team/deploy-checkout@staging@checkout',
        revisions: [SHA],
        desired,
        images: [image],
        outcome: 'succeeded',
      }),
    ]);
  });

  it('show what was last deployed with success, also when Jenkins has discarded that build', async () => {
    deploy({}, 'staging', '1.0.0');
    let last = await deployments();
    deploy({ result: 'FAILURE' }, 'staging', '2.0.0');
    jenkins.job('team/deploy-checkout').builds!.pop();
    last = await deployments(last.state);
    const [target] = last.of('target');
    expect(target.images[0].tag).toBe('1.0.0');
    expect(target.operation).toMatchObject({ status: 'failed' });
    expect(last.of('deployment').map(({ outcome }) => outcome)).toEqual([
      'succeeded',
      'failed',
    ]);
  });

  it('that overlap leave what the one that ended last brought', async () => {
    deploy({ building: true, result: null, duration: 0 }, 'staging', '1.0.0');
    deploy({}, 'staging', '1.1.0');
    let last = await deployments();
    expect(last.of('target')[0].images[0].tag).toBe('1.1.0');
    Object.assign(jenkins.job('team/deploy-checkout').builds!.at(-1)!, {
      building: false,
      result: 'SUCCESS',
      duration: 600_000,
    });
    last = await deployments(last.state);
    expect(last.of('target')[0].images[0].tag).toBe('1.0.0');
  });

  it.each([
    ['without the parameter', {}, 0],
    ['with an empty one', { ENVIRONMENT: ' ' }, 0],
    ['with one that is no name', { ENVIRONMENT: 'a@b' }, 0],
    ['to an environment that does not count', { ENVIRONMENT: 'qa' }, 0],
    ['to one that does', { ENVIRONMENT: 'dev' }, 1],
  ])('tell nothing %s', async (_, values, count) => {
    jenkins.build('team/deploy-checkout', { actions: [parameters(values)] });
    const only = rules.map(rule => ({ ...rule, environments: ['dev'] }));
    const { of } = await deployments(undefined, { rules: only });
    expect(of('target')).toHaveLength(count);
    expect(of('deployment')).toHaveLength(count);
    expect(of('run')).toHaveLength(1);
  });

  it('belong to those who name the job, where no service is told', async () => {
    jenkins.build('team/deploy-checkout', {
      actions: [parameters({ ENVIRONMENT: 'dev' }), checkout()],
    });
    const { of } = await deployments(undefined, {
      rules: [
        { job: 'team/*', environment: '{ENVIRONMENT}', deploysCheckout: false },
      ],
    });
    expect(of('target')[0]).toMatchObject({
      pipelineKeys: ['team/deploy-checkout', 'team'],
      desired: [],
      images: [],
      labels: { environment: 'dev' },
    });
  });

  it('go, with their targets, when they are deleted; what they did stays history', async () => {
    deploy({});
    deploy({}, 'production');
    const first = await deployments();
    expect(first.of('target')).toHaveLength(2);
    jenkins.remove('team/deploy-checkout');
    const after = await deployments(first.state);
    expect(after.of('target')).toEqual([]);
    expect(after.of('run')).toEqual([]);
    expect(after.of('deployment')).toHaveLength(2);
  });
});

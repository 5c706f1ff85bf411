import type {
  Interests,
  ObserveContext,
} from '@throughline/plugin-delivery-node';
import {
  itemsOf,
  observePass,
  tellPass,
} from '@throughline/plugin-delivery-node/testing';
import { createFakeSource, interestIn } from '../fixtures/createFakeSource';
import { FakeGithub } from '../fixtures/FakeGithub';

describe('observing a host', () => {
  let github: FakeGithub;

  beforeEach(async () => {
    github = await FakeGithub.start();
  });

  afterEach(async () => {
    await github.upstream.close();
  });

  describe('workflow runs', () => {
    it('are followed to their end, with their jobs', async () => {
      const repository = github.repository('acme/shop');
      repository.commit();
      const id = repository.addRun({
        status: 'in_progress',
        conclusion: null,
        updated_at: '2026-11-20T10:01:00Z',
      });
      const source = createFakeSource(github);
      const interests = interestIn(github, { 'acme/shop': {} });
      const before = await observePass(source, interests);
      expect(itemsOf(before, 'run')).toMatchObject([
        { status: { status: 'running' }, jobs: [{ name: 'build' }] },
      ]);
      const run = repository.runs[0];
      run.status = 'completed';
      run.conclusion = 'failure';
      run.updated_at = '2026-11-20T10:06:00Z';
      const after = await observePass(
        createFakeSource(github),
        interests,
        before,
      );
      expect(itemsOf(after, 'run')).toMatchObject([
        {
          key: `${github.host}/acme/shop/runs/${id}`,
          status: { status: 'failed', raw: 'failure' },
          sha: repository.head(),
        },
      ]);
    });

    it('that were deleted vanish', async () => {
      const repository = github.repository('acme/shop');
      repository.commit();
      repository.addRun();
      repository.addRun();
      const interests = interestIn(github, { 'acme/shop': {} });
      const before = await observePass(createFakeSource(github), interests);
      const [gone] = repository.runs.splice(1, 1);
      const after = await observePass(
        createFakeSource(github),
        interests,
        before,
        {
          reason: 'hint',
          hints: [{ subject: `${github.host}/acme/shop` }],
        },
      );
      expect(itemsOf(before, 'run')).toHaveLength(2);
      expect(itemsOf(after, 'run').map(run => run.key)).not.toContain(
        `${github.host}/acme/shop/runs/${gone.id}`,
      );
      expect(itemsOf(after, 'run')).toHaveLength(1);
    });

    it('that are unchanged are not told again, also after the token was renewed', async () => {
      const repository = github.repository('acme/shop');
      repository.commit();
      repository.addRun();
      const source = createFakeSource(github);
      const interests = interestIn(github, { 'acme/shop': {} });
      let state = await observePass(source, interests);
      const hint: Partial<ObserveContext> = {
        reason: 'hint',
        hints: [{ subject: `${github.host}/acme/shop` }],
      };
      state = await observePass(source, interests, state, hint);
      state = await observePass(source, interests, state, hint);
      expect(
        github.calls.filter(call => call.path.endsWith('/runs')).pop()?.status,
      ).toBe(304);
      github.rotate('fake-github-token-renewed-0123');
      const observations = await tellPass(source, interests, state, hint);
      expect(
        github.calls.filter(call => call.path.endsWith('/runs')).pop()?.status,
      ).toBe(200);
      expect(
        observations.filter(
          one =>
            one.type === 'observed' &&
            one.items.some(item => item.kind === 'run'),
        ),
      ).toEqual([]);
    });
  });

  it('tells deployments as history of environments whose state is not observed', async () => {
    const repository = github.repository('acme/notifications');
    const sha = repository.commit();
    repository.deploy('production', ['IN_PROGRESS', 'SUCCESS', 'INACTIVE']);
    const next = repository.commit();
    repository.deploy('production', ['QUEUED', 'IN_PROGRESS'], next);
    const state = await observePass(
      createFakeSource(github),
      interestIn(github, { 'acme/notifications': {} }),
    );
    expect(itemsOf(state, 'target')).toMatchObject([
      {
        type: 'environment',
        name: 'production',
        sync: { status: 'unknown' },
        health: { status: 'unknown' },
        desired: [{ revision: sha }],
        operation: { type: 'deploy', status: 'running', raw: 'in_progress' },
      },
    ]);
    const [target] = itemsOf(state, 'target');
    expect(
      itemsOf(state, 'deployment').map(one => [
        one.outcome,
        one.revisions[0],
        one.targetKey === target.key,
      ]),
    ).toEqual([
      ['running', next, true],
      ['succeeded', sha, true],
    ]);
  });

  it('tells pull requests that changed, and what merged them', async () => {
    const repository = github.repository('acme/shop');
    const sha = repository.commit();
    for (let count = 0; count < 30; count += 1) {
      repository.addPull();
    }
    const source = createFakeSource(github);
    const interests = interestIn(github, { 'acme/shop': {} });
    const before = await observePass(source, interests);
    expect(itemsOf(before, 'pullRequest')).toHaveLength(30);
    Object.assign(repository.pulls[20], {
      state: 'MERGED',
      mergeCommit: { oid: sha },
      updatedAt: new Date().toISOString(),
    });
    const after = await observePass(
      createFakeSource(github),
      interests,
      before,
    );
    expect(
      itemsOf(after, 'pullRequest').filter(one => one.state === 'merged'),
    ).toMatchObject([{ number: 10, mergeSha: sha }]);
  });

  describe('failures', () => {
    it('of one repository cost only itself, and end', async () => {
      github.repository('acme/good').commit();
      github.repository('acme/secret').commit();
      github.refused.set('acme/secret', {
        type: 'FORBIDDEN',
        message: 'Resource not accessible by integration',
      });
      const source = createFakeSource(github);
      const interests = interestIn(github, {
        'acme/good': {},
        'acme/secret': {},
        'acme/typo': {},
      });
      const state = await observePass(source, interests);
      expect(itemsOf(state, 'commit')).toHaveLength(1);
      expect([...state.problems]).toEqual([
        [
          `${github.host}/acme/secret/`,
          expect.stringContaining('not accessible by integration'),
        ],
        [
          `${github.host}/acme/typo/`,
          expect.stringContaining('no such repository'),
        ],
      ]);
      github.refused.clear();
      const after = await observePass(
        createFakeSource(github),
        interests,
        state,
      );
      expect(itemsOf(after, 'commit')).toHaveLength(2);
      expect([...after.problems.keys()]).toEqual([`${github.host}/acme/typo/`]);
    });

    it('of every repository are the host’s', async () => {
      for (const name of ['acme/shop', 'acme/secret']) {
        github.repository(name).commit();
        github.refused.set(name, {
          type: 'FORBIDDEN',
          message: 'Resource not accessible by integration',
        });
      }
      const source = createFakeSource(github);
      const interests = interestIn(github, {
        'acme/shop': {},
        'acme/secret': {},
      });
      await expect(observePass(source, interests)).rejects.toMatchObject({
        kind: 'permission',
        message: expect.stringContaining('not accessible by integration'),
      });
      const typo = interestIn(github, { 'acme/typo': {} });
      const state = await observePass(createFakeSource(github), typo);
      expect([...state.problems.keys()]).toEqual([`${github.host}/acme/typo/`]);
    });

    it('of the runs of one repository leave the rest of it', async () => {
      github.repository('acme/shop').commit();
      github.overrides.set('/api/v3/repos/acme/shop/actions/runs', {
        status: 403,
        body: { message: 'Resource not accessible by integration' },
      });
      const state = await observePass(
        createFakeSource(github),
        interestIn(github, { 'acme/shop': {} }),
      );
      expect(itemsOf(state, 'commit')).toHaveLength(1);
      expect([...state.problems]).toEqual([
        [
          `${github.host}/acme/shop/runs`,
          expect.stringContaining("answered 403 to 'runs'"),
        ],
      ]);
    });

    it('of one installation cost only its repositories', async () => {
      github.repository('acme/shop').commit();
      github.repository('other/thing').commit();
      const source = createFakeSource(github, {
        credentials: owner => ({
          type: 'app',
          token: owner === 'acme' ? github.token : undefined,
        }),
      });
      const state = await observePass(
        source,
        interestIn(github, { 'acme/shop': {}, 'other/thing': {} }),
      );
      expect(itemsOf(state, 'commit').map(one => one.repository)).toEqual([
        `${github.host}/acme/shop`,
      ]);
      expect(state.problems.get(`${github.host}/other/`)).toContain(
        'no credentials for other',
      );
    });

    it('of a query that is too much are helped by halves', async () => {
      const names = Array.from({ length: 9 }, (_, index) => `acme/s${index}`);
      names.forEach(name => github.repository(name).commit());
      github.maxRepositories = 3;
      const state = await observePass(
        createFakeSource(github),
        interestIn(github, Object.fromEntries(names.map(name => [name, {}]))),
      );
      expect(itemsOf(state, 'branch')).toHaveLength(9);
    });

    it('by a secondary rate limit are told apart from a right that is missing', async () => {
      github.repository('acme/shop').commit();
      github.overrides.set('/api/v3/repos/acme/shop/actions/runs', {
        status: 403,
        body: { message: 'You have exceeded a secondary rate limit.' },
      });
      const source = createFakeSource(github);
      const interests = interestIn(github, { 'acme/shop': {} });
      await expect(observePass(source, interests)).rejects.toMatchObject({
        kind: 'rateLimit',
        retryAfterMs: 60_000,
      });
      const calls = github.calls.length;
      await expect(observePass(source, interests)).rejects.toMatchObject({
        kind: 'rateLimit',
      });
      expect(github.calls).toHaveLength(calls);
    });
  });

  it('looks closely at repositories whose deliveries failed while it was away', async () => {
    const repository = github.repository('acme/shop');
    repository.commit();
    const interests = interestIn(github, { 'acme/shop': {} });
    const options = {
      webhook: {
        secrets: [],
        organizationHooks: [
          { host: github.host, organization: 'acme', hookId: 5 },
        ],
      },
    };
    const before = await observePass(
      createFakeSource(github, options),
      interests,
    );
    const hooks = '/api/v3/orgs/acme/hooks/5/deliveries';
    github.overrides.set(hooks, {
      status: 200,
      body: [
        { id: 3, guid: 'a', status_code: 200 },
        { id: 2, guid: 'b', status_code: 502 },
        { id: 1, guid: 'a', status_code: 504 },
      ],
    });
    github.overrides.set(`${hooks}/2`, {
      status: 200,
      body: {
        request: { payload: { repository: { html_url: repository.url } } },
      },
    });
    github.calls.length = 0;
    const after = await observePass(
      createFakeSource(github, options),
      interests,
      before,
      { reason: 'start' },
    );
    expect(github.calls.map(call => call.path)).toEqual(
      expect.arrayContaining([
        hooks,
        `${hooks}/2`,
        '/api/v3/repos/acme/shop/actions/runs',
      ]),
    );
    expect(after.problems.size).toBe(0);

    github.overrides.delete(hooks);
    const refused = await observePass(
      createFakeSource(github, options),
      interests,
      after,
      { reason: 'start' },
    );
    expect(refused.problems.get('webhook:acme')).toContain(
      'cannot be looked through',
    );
  });

  it('forgets a repository that is of no interest any more', async () => {
    github.repository('acme/shop').commit();
    const source = createFakeSource(github);
    const before = await observePass(
      source,
      interestIn(github, { 'acme/shop': {} }),
    );
    expect(before.items.size).toBeGreaterThan(0);
    const after = await observePass(source, interestIn(github, {}), before);
    expect(after.items.size).toBe(0);
  });

  it('leaves repositories of other hosts alone', async () => {
    const interests: Interests = {
      version: '1',
      images: [],
      pipelines: [],
      repositories: [
        {
          repository: 'elsewhere.example.com/acme/shop',
          roles: ['source'],
          paths: [''],
          revisions: [],
        },
      ],
    };
    const state = await observePass(createFakeSource(github), interests);
    expect(state.items.size).toBe(0);
    expect(github.calls).toEqual([]);
  });
});

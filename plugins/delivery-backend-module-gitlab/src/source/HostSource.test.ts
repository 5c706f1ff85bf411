import { repositoryIdentity } from '@throughline/plugin-delivery-common';
import type { Interests } from '@throughline/plugin-delivery-node';
import {
  itemsOf,
  observePass,
  tellPass,
  applyObservations,
  type ObservedState,
} from '@throughline/plugin-delivery-node/testing';
import { createFakeSource, interestIn } from '../fixtures/createFakeSource';
import { FakeGitlab } from '../fixtures/FakeGitlab';
import type { FakeProject } from '../fixtures/FakeProject';

const PATH = 'acme/platform/shop';

const NOT_FAKED = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'clearImmediate',
  'clearInterval',
  'clearTimeout',
] as const as never;

const CONTEXT = {
  signal: new AbortController().signal,
  logger: { child: () => {}, debug: () => {} } as never,
  reason: 'start' as const,
  hints: [],
  countCall: () => {},
};

describe('a GitLab host', () => {
  let gitlab: FakeGitlab;
  let shop: FakeProject;
  let interests: Interests;

  beforeEach(async () => {
    gitlab = await FakeGitlab.start();
    shop = gitlab.project(PATH);
    shop.commit({ files: ['api/main.go'] });
    interests = interestIn(gitlab, { [PATH]: {} });
  });

  afterEach(() => gitlab.upstream.close());

  const hint = () => ({
    reason: 'hint' as const,
    hints: [{ subject: `${gitlab.host}/${PATH}` }],
  });
  const commitOf = (state: ObservedState, sha: string | undefined) =>
    itemsOf(state, 'commit').find(commit => commit.sha === sha);

  describe('commits', () => {
    it('of folders are told by the folders; a merge touches what it brought', async () => {
      const base = shop.head()!;
      const web = shop.commit({
        branch: null,
        parents: [base],
        files: ['web/x'],
      });
      const main = shop.commit({ files: ['docs/y'] });
      const merge = shop.commit({ parents: [main, web], files: [] });
      interests = interestIn(gitlab, { [PATH]: { paths: ['api', 'web'] } });
      const source = createFakeSource(gitlab);
      let state = await observePass(source, interests);
      const paths = () =>
        [base, web, main, merge].map(sha => commitOf(state, sha)?.paths);
      expect(paths()).toEqual([['api'], ['web'], [], ['web']]);

      const next = shop.commit({ files: ['api/main.go', 'web/x'] });
      const asked = gitlab.calls.length;
      state = await observePass(source, interests, state);
      expect(commitOf(state, next)?.paths).toEqual(['api', 'web']);
      expect(
        gitlab.calls
          .slice(asked)
          .filter(call => call.path.startsWith('repository/commits'))
          .map(call => call.query.get('ref_name') ?? call.path),
      ).toEqual([`${merge}..${next}`, `repository/commits/${next}/diff`]);
    });

    it('that a branch merged late brings are told, however old', async () => {
      const source = createFakeSource(gitlab);
      let state = await observePass(source, interests);
      const old = shop.commit({
        branch: null,
        parents: [shop.head()!],
        date: '2020-01-01T00:00:00.000Z',
      });
      shop.commit({ parents: [shop.head()!, old] });
      state = await observePass(source, interests, state);
      expect(commitOf(state, old)).toMatchObject({ onDefaultBranch: true });
    });

    it('that a rewritten branch lost vanish', async () => {
      const base = shop.head()!;
      const lost = shop.commit();
      const source = createFakeSource(gitlab);
      let state = await observePass(source, interests);
      expect(commitOf(state, lost)).toBeDefined();
      const kept = shop.commit({ parents: [base] });
      state = await observePass(source, interests, state);
      expect(commitOf(state, lost)).toBeUndefined();
      expect(commitOf(state, kept)).toBeDefined();
    });

    it('that run somewhere are told with what the default branch lacks', async () => {
      const base = shop.head()!;
      shop.commit();
      const between = shop.commit({ branch: 'hotfix', parents: [base] });
      const fix = shop.commit({ branch: 'hotfix' });
      interests = interestIn(gitlab, {
        [PATH]: { revisions: [fix, 'f'.repeat(40)] },
      });
      const source = createFakeSource(gitlab);
      const state = await observePass(source, interests);
      expect(commitOf(state, fix)).toMatchObject({ onDefaultBranch: false });
      expect(commitOf(state, between)).toMatchObject({
        onDefaultBranch: false,
      });
      const before = gitlab.calls.length;
      await observePass(source, interests, state);
      expect(
        gitlab.calls.slice(before).filter(call => /commits/.test(call.path)),
      ).toEqual([]);
    });

    it('that run somewhere are told whole, whether they were told before a restart or not', async () => {
      const web = shop.commit({
        branch: null,
        parents: [shop.head()!],
        files: ['web/x'],
      });
      const merge = shop.commit({
        parents: [shop.head()!, web],
        files: ['web/x'],
      });
      shop.addPipeline({ status: 'success' });
      shop.addPipeline({ status: 'failed', ref: 'v1' });
      shop.commit();
      const interestsWith = (revisions: string[]) =>
        interestIn(gitlab, { [PATH]: { paths: ['web'], revisions } });
      const source = createFakeSource(gitlab);
      const before = await observePass(source, interestsWith([]));
      const told = commitOf(before, merge);
      expect(told).toMatchObject({
        checks: { status: 'failed' },
        paths: ['web'],
      });
      for (const next of [source, createFakeSource(gitlab)]) {
        const after = await observePass(next, interestsWith([merge]), before);
        expect(commitOf(after, merge)).toEqual(told);
      }
    });

    it('say what all their pipelines say, the worst first, and again when that changes', async () => {
      const source = createFakeSource(gitlab);
      shop.addPipeline({ status: 'success' });
      const id = shop.addPipeline({ status: 'running', ref: 'v1' });
      let state = await observePass(source, interests);
      expect(commitOf(state, shop.head())?.checks?.status).toBe('running');
      shop.change(shop.pipelines, id, { status: 'failed' });
      state = await observePass(source, interests, state);
      expect(commitOf(state, shop.head())?.checks?.status).toBe('failed');
      // A new pipeline for the same ref takes the place of the old one, also after a restart.
      shop.addPipeline({ status: 'success', ref: 'v1' });
      shop.addPipeline({ status: 'success' });
      state = await observePass(createFakeSource(gitlab), interests, state);
      expect(commitOf(state, shop.head())?.checks?.status).toBe('succeeded');
    });
  });

  describe('pipelines', () => {
    it('have the jobs of their child pipelines, and not those that were retried', async () => {
      const id = shop.addPipeline({ status: 'running' });
      const child = shop.addPipeline({
        status: 'running',
        source: 'parent_pipeline',
      });
      shop.bridges.set(id, [
        {
          id: 5,
          name: 'deploy',
          status: 'running',
          downstream_pipeline: { id: child, project_id: shop.id },
        },
      ]);
      const state = await observePass(createFakeSource(gitlab), interests);
      const runs = itemsOf(state, 'run');
      expect(runs).toHaveLength(1);
      expect(runs[0].jobs.map(({ name }) => name).sort()).toEqual([
        'build',
        'deploy',
        'deploy / build',
      ]);
    });

    it('that are under way are looked at until they end, by what changed since', async () => {
      const source = createFakeSource(gitlab);
      const id = shop.addPipeline({ status: 'running' });
      let state = await observePass(source, interests);
      const job = shop.jobs.get(id)![0];
      job.status = 'success';
      state = await observePass(source, interests, state);
      expect(itemsOf(state, 'run')[0].jobs[0].status.status).toBe('succeeded');
      shop.change(shop.pipelines, id, { status: 'success' });
      state = await observePass(source, interests, state);
      expect(itemsOf(state, 'run')[0]).toMatchObject({
        status: { status: 'succeeded' },
        finishedAt: expect.any(String),
      });
      const asked = gitlab.calls.length;
      await observePass(source, interests, state);
      const calls = gitlab.calls.slice(asked);
      expect(
        calls
          .find(call => call.path === 'pipelines')
          ?.query.get('updated_after'),
      ).toBe(shop.pipelines[0].updated_at);
      expect(calls.some(call => call.path.endsWith('/jobs'))).toBe(false);
    });

    it('that were deleted vanish', async () => {
      shop.addPipeline();
      const gone = shop.addPipeline();
      shop.addPipeline();
      const state = await observePass(createFakeSource(gitlab), interests);
      expect(itemsOf(state, 'run')).toHaveLength(3);
      shop.pipelines.splice(
        shop.pipelines.findIndex(one => one.id === gone),
        1,
      );
      const after = await observePass(
        createFakeSource(gitlab),
        interests,
        state,
        hint(),
      );
      expect(itemsOf(after, 'run')).toHaveLength(2);
    });

    it('are never asked for by their latest', async () => {
      shop.addPipeline();
      await observePass(createFakeSource(gitlab), interests);
      expect(gitlab.calls.some(call => /latest/.test(call.path))).toBe(false);
    });
  });

  describe('merge requests', () => {
    it('that are open tell their pipeline, and tell it again as it goes on', async () => {
      const source = createFakeSource(gitlab);
      const head = shop.commit({ branch: 'topic-1' });
      const iid = shop.addMergeRequest({ sha: head });
      const id = shop.addPipeline({
        status: 'running',
        sha: head,
        ref: 'topic-1',
      });
      let state = await observePass(source, interests);
      expect(itemsOf(state, 'pullRequest')).toMatchObject([
        { number: iid, state: 'open', checks: { status: 'running' } },
      ]);
      shop.change(shop.pipelines, id, { status: 'failed' });
      state = await observePass(createFakeSource(gitlab), interests, state);
      expect(itemsOf(state, 'pullRequest')[0].checks?.status).toBe('failed');
      shop.change(shop.mergeRequests, iid, { state: 'merged' }, 'iid');
      state = await observePass(source, interests, state);
      expect(itemsOf(state, 'pullRequest')[0]).toMatchObject({
        state: 'merged',
        mergeSha: head,
      });
    });

    it('are told without their trains where these may not be read', async () => {
      shop.facts.merge_trains_enabled = true;
      shop.addMergeRequest();
      gitlab.overrides.set('merge_trains', { status: 403 });
      const state = await observePass(createFakeSource(gitlab), interests);
      expect(itemsOf(state, 'pullRequest')).toHaveLength(1);
      expect(state.problems.size).toBe(0);
    });

    it('wait in a merge train, and leave it', async () => {
      shop.facts.merge_trains_enabled = true;
      const [first, second] = [shop.addMergeRequest(), shop.addMergeRequest()];
      shop.trains.push(
        ...[first, second].map(iid => ({
          merge_request: { iid },
          target_branch: 'main',
          status: 'fresh',
        })),
      );
      const source = createFakeSource(gitlab);
      const places = (of: ObservedState) =>
        itemsOf(of, 'pullRequest')
          .sort((a, b) => a.number - b.number)
          .map(item => item.mergeQueue?.position);
      let state = await observePass(source, interests);
      expect(places(state)).toEqual([1, 2]);
      shop.trains.shift();
      shop.addPipeline();
      state = await observePass(source, interests, state);
      expect(places(state)).toEqual([undefined, 1]);
    });
  });

  describe('deployments', () => {
    it('make environments with what was deployed, and their health is not observed', async () => {
      shop.deploy('production');
      const failed = shop.deploy('production', { status: 'failed' });
      shop.deploy('staging', { status: 'blocked' });
      shop.addEnvironment('old', { state: 'stopped' });
      const state = await observePass(createFakeSource(gitlab), interests);
      const targets = itemsOf(state, 'target');
      expect(targets.map(({ name }) => name).sort()).toEqual([
        'production',
        'staging',
      ]);
      expect(targets.find(({ name }) => name === 'production')).toMatchObject({
        key: `${gitlab.host}/${PATH}/environments/production`,
        health: { status: 'unknown', reason: /not observed/ },
        desired: [{ url: shop.url, revision: shop.head() }],
        operation: { status: 'failed', raw: 'failed' },
      });
      expect(
        itemsOf(state, 'deployment').find(({ key }) =>
          key.endsWith(`/${failed}`),
        ),
      ).toMatchObject({ outcome: 'failed', revisions: [shop.head()] });
    });

    it('that nobody set off are none, and one that was skipped after it waited has ended', async () => {
      const source = createFakeSource(gitlab);
      shop.deploy('production', {
        status: 'created',
        deployable: { name: 'deploy', status: 'manual' },
      });
      const blocked = shop.deploy('production', { status: 'blocked' });
      let state = await observePass(source, interests);
      expect(itemsOf(state, 'deployment')).toMatchObject([
        { outcome: 'running' },
      ]);
      shop.change(shop.deployments, blocked, { status: 'skipped' });
      state = await observePass(createFakeSource(gitlab), interests, state);
      expect(itemsOf(state, 'deployment')).toMatchObject([
        { outcome: 'cancelled' },
      ]);
    });

    it('of a stopped environment stay, the environment goes', async () => {
      const source = createFakeSource(gitlab);
      shop.deploy('review/x');
      let state = await observePass(source, interests);
      expect(itemsOf(state, 'target')[0].labels).toEqual({ preview: 'main' });
      shop.environments[0].state = 'stopped';
      state = await observePass(source, interests, state, hint());
      expect(itemsOf(state, 'target')).toEqual([]);
      expect(itemsOf(state, 'deployment')).toHaveLength(1);
    });

    it('that cannot be read make no older one the newest', async () => {
      shop.deploy('production');
      shop.deploy('production', { sha: 'broken' });
      const state = await observePass(createFakeSource(gitlab), interests);
      expect(itemsOf(state, 'target')[0].desired).toEqual([{ url: shop.url }]);
    });
  });

  it('tells releases, and that one is gone', async () => {
    shop.release('v1.0.0');
    shop.release('v1.1.0-rc.1');
    let state = await observePass(createFakeSource(gitlab), interests);
    expect(
      itemsOf(state, 'release').map(({ tag, prerelease }) => [tag, prerelease]),
    ).toEqual([
      ['v1.1.0-rc.1', true],
      ['v1.0.0', false],
    ]);
    shop.releases.shift();
    state = await observePass(
      createFakeSource(gitlab),
      interests,
      state,
      hint(),
    );
    expect(itemsOf(state, 'release')).toHaveLength(1);
  });

  describe('projects', () => {
    it('may be named by their number, and their items are the number’s', async () => {
      shop.deploy('production');
      const state = await observePass(
        createFakeSource(gitlab),
        interestIn(gitlab, { [String(shop.id)]: {} }),
      );
      expect(itemsOf(state, 'branch')[0].repository).toBe(
        `${gitlab.host}/${shop.id}`,
      );
      const made = [
        ...itemsOf(state, 'target'),
        ...itemsOf(state, 'deployment'),
      ].flatMap(({ desired }) => desired.map(({ url }) => url));
      expect(made.map(repositoryIdentity)).toEqual(
        Array(2).fill(`${gitlab.host}/${shop.id}`),
      );
    });

    it('of other hosts are left alone', async () => {
      const other = interestIn(gitlab, { [PATH]: {} });
      other.repositories[0].repository = 'gitlab.com/acme/shop';
      await observePass(createFakeSource(gitlab), other);
      expect(gitlab.calls).toEqual([]);
    });

    it('that may not be seen cost only themselves, and both reasons are told', async () => {
      interests = interestIn(gitlab, { [PATH]: {}, 'acme/secret': {} });
      const state = await observePass(createFakeSource(gitlab), interests);
      expect(itemsOf(state, 'branch')).toHaveLength(1);
      expect([...state.problems]).toEqual([
        [
          `${gitlab.host}/acme/secret/`,
          expect.stringMatching(/no such project, or the token may not see it/),
        ],
      ]);
    });

    it('that were moved say where to', async () => {
      gitlab.moved.set('acme/old', shop.id);
      const state = await observePass(
        createFakeSource(gitlab),
        interestIn(gitlab, { 'acme/old': {} }),
      );
      expect([...state.problems.values()][0]).toContain(
        `it has moved; it is '${shop.id}' now`,
      );
    });

    it('of which a part is switched off are not asked for it', async () => {
      shop.facts.builds_access_level = 'disabled';
      const state = await observePass(createFakeSource(gitlab), interests);
      expect(gitlab.count('pipelines')).toBe(0);
      expect(state.problems.size).toBe(0);
    });

    it('of which a part may not be read show the rest', async () => {
      gitlab.overrides.set('pipelines', {
        status: 403,
        body: '{"message":"403 Forbidden"}',
      });
      let state = await observePass(createFakeSource(gitlab), interests);
      expect(itemsOf(state, 'commit')).toHaveLength(1);
      expect([...state.problems.keys()]).toEqual([
        `${gitlab.host}/${PATH}/runs`,
      ]);
      gitlab.overrides.clear();
      state = await observePass(createFakeSource(gitlab), interests, state);
      expect(state.problems.size).toBe(0);
    });

    it('of no interest any more vanish', async () => {
      const source = createFakeSource(gitlab);
      let state = await observePass(source, interests);
      expect(state.items.size).toBeGreaterThan(0);
      state = await observePass(source, interestIn(gitlab, {}), state);
      expect(state.items.size).toBe(0);
    });

    it('cost few requests after a restart, and have the rest in their turn within the hour', async () => {
      shop.addPipeline();
      shop.deploy('production');
      shop.release('v1');
      const state = await observePass(createFakeSource(gitlab), interests);
      let asked = gitlab.calls.length;
      const source = createFakeSource(gitlab);
      await observePass(source, interests, state);
      expect(
        gitlab.calls
          .slice(asked)
          .map(({ path }) => path)
          .sort(),
      ).toEqual([
        '',
        'deployments',
        'merge_requests',
        'pipelines',
        'repository/branches',
      ]);
      jest.useFakeTimers({ now: Date.now(), doNotFake: NOT_FAKED });
      try {
        jest.setSystemTime(Date.now() + 3_600_000);
        asked = gitlab.calls.length;
        await observePass(source, interests, state);
        const paths = gitlab.calls.slice(asked).map(({ path }) => path);
        expect(paths).toEqual(
          expect.arrayContaining(['', 'environments', 'releases']),
        );
      } finally {
        jest.useRealTimers();
      }
    });

    it('that rest cost two requests', async () => {
      shop.addPipeline();
      shop.addMergeRequest();
      shop.deploy('production');
      const source = createFakeSource(gitlab);
      const state = await observePass(source, interests);
      // What moved at the first look keeps it lively for a while.
      jest.useFakeTimers({ now: Date.now(), doNotFake: NOT_FAKED });
      try {
        jest.setSystemTime(Date.now() + 6 * 60_000);
        const lively = await observePass(source, interests, state);
        const asked = gitlab.calls.length;
        const told = await tellPass(source, interests, lively);
        expect(gitlab.calls.slice(asked).map(({ path }) => path)).toEqual([
          'repository/branches',
          'pipelines',
        ]);
        expect(told.map(({ type }) => type)).toEqual(['alive', 'budget']);
      } finally {
        jest.useRealTimers();
      }
    });
  });

  describe('hints', () => {
    it('make it look at what they name, and at nothing else', async () => {
      interests = interestIn(gitlab, { [PATH]: {}, 'acme/cart': {} });
      gitlab.project('acme/cart').commit();
      const source = createFakeSource(gitlab);
      const state = await observePass(source, interests);
      const asked = gitlab.calls.length;
      shop.commit();
      const observations = await tellPass(source, interests, state, hint());
      const after = applyObservations(state, observations);
      expect(commitOf(after, shop.head())).toBeDefined();
      expect(
        new Set(gitlab.calls.slice(asked).map(({ project }) => project)),
      ).toEqual(new Set([PATH, String(shop.id)]));
    });
  });

  describe('limits', () => {
    it('are told, and kept within a share', async () => {
      gitlab.headers['ratelimit-limit'] = '2000';
      gitlab.headers['ratelimit-remaining'] = '1500';
      const told = await tellPass(createFakeSource(gitlab), interests);
      expect(told).toContainEqual({
        type: 'budget',
        limit: 2000,
        remaining: 1500,
        resetsAt: new Date(4_000_000_000_000).toISOString(),
      });
    });

    it('of a feature, in plain text and without headers, end the pass; it is left alone as long as it asks', async () => {
      gitlab.headers = {};
      gitlab.overrides.set('pipelines', {
        status: 429,
        body: 'This endpoint has been requested too many times. Try again later.',
        headers: { 'retry-after': '120', 'content-type': 'text/plain' },
      });
      const source = createFakeSource(gitlab);
      await expect(tellPass(source, interests)).rejects.toMatchObject({
        kind: 'rateLimit',
        retryAfterMs: 120_000,
        message: expect.stringContaining('too many times'),
      });
      const asked = gitlab.calls.length;
      await expect(tellPass(source, interests)).rejects.toMatchObject({
        kind: 'rateLimit',
      });
      expect(gitlab.calls).toHaveLength(asked);
    });
  });

  it('says that a token has expired, without the token', async () => {
    const source = createFakeSource(gitlab, {
      credential: {
        kind: 'token',
        headers: async () => ({ 'private-token': 'glpat-expired-0123456789' }),
      },
    });
    const failure = await tellPass(source, interests).catch(error => error);
    expect(failure).toMatchObject({
      kind: 'authentication',
      message: expect.stringContaining('expired'),
    });
    expect(String(failure)).not.toContain('glpat');
  });

  it('goes on after a restart where it was, project by project', async () => {
    const paths = Array.from({ length: 30 }, (_, index) => `acme/p${index}`);
    paths.forEach(path => gitlab.project(path).commit());
    interests = interestIn(
      gitlab,
      Object.fromEntries(paths.map(path => [path, {}])),
    );
    const told = [];
    const round = createFakeSource(gitlab).observe({
      ...CONTEXT,
      interests,
    });
    for await (const one of round) {
      told.push(one);
      if (one.type === 'checkpoint') {
        break;
      }
    }
    const state = applyObservations(
      { items: new Map(), problems: new Map() },
      told,
    );
    const done = itemsOf(state, 'branch').length;
    expect(done).toBeGreaterThanOrEqual(20);
    const asked = gitlab.calls.length;
    const after = await observePass(createFakeSource(gitlab), interests, state);
    expect(itemsOf(after, 'commit')).toHaveLength(30);
    // What was told is not read whole again.
    expect(
      gitlab.calls
        .slice(asked)
        .filter(call => call.path === 'repository/commits').length,
    ).toBeLessThanOrEqual(10);
  });
});

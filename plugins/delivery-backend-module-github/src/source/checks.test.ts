import {
  itemsOf,
  observePass,
} from '@throughline/plugin-delivery-node/testing';
import { createFakeSource, interestIn } from '../fixtures/createFakeSource';
import { FakeGithub } from '../fixtures/FakeGithub';
import type { FakeRepository } from '../fixtures/FakeRepository';

describe('checks, merge queue and releases', () => {
  let github: FakeGithub;
  let repository: FakeRepository;
  const now = () => new Date().toISOString();
  const hinted = () => ({
    reason: 'hint' as const,
    hints: [{ subject: `${github.host}/acme/shop` }],
  });

  beforeEach(async () => {
    github = await FakeGithub.start();
    repository = github.repository('acme/shop');
    repository.commit({ at: Date.now() });
  });

  afterEach(async () => {
    await github.upstream.close();
  });

  it('tells the checks of the newest commits, and follows them to their end without a push', async () => {
    const sha = repository.head()!;
    repository.checks.set(sha, 'PENDING');
    const source = createFakeSource(github);
    const interests = interestIn(github, { 'acme/shop': {} });
    const first = await observePass(source, interests);
    expect(itemsOf(first, 'commit')).toMatchObject([
      { sha, checks: { status: 'running', raw: 'PENDING' } },
    ]);
    repository.checks.set(sha, 'FAILURE');
    const second = await observePass(source, interests, first);
    expect(itemsOf(second, 'commit')).toMatchObject([
      { sha, checks: { status: 'failed', raw: 'FAILURE' }, paths: [''] },
    ]);
    const calls = github.calls.length;
    const third = await observePass(source, interests, second);
    expect(itemsOf(third, 'commit')).toEqual(itemsOf(second, 'commit'));
    // The sweep and, as ever while the repository is hot, its runs.
    expect(
      github.calls
        .slice(calls)
        .filter(({ query }) => query?.includes('history(first: 10)')),
    ).toEqual([]);
  });

  it('follows checks over a restart, and behind newer commits', async () => {
    const sha = repository.head()!;
    repository.checks.set(sha, 'PENDING');
    const interests = interestIn(github, {
      'acme/shop': { paths: ['services/shop'] },
    });
    repository.commits.get(sha)!.files = ['services/shop/main.go'];
    const before = await observePass(createFakeSource(github), interests);
    expect(itemsOf(before, 'commit')[0].checks?.status).toBe('running');
    for (let count = 0; count < 15; count += 1) {
      repository.commit({ at: Date.now() + count + 1 });
    }
    repository.checks.set(sha, 'SUCCESS');
    const after = await observePass(
      createFakeSource(github),
      interests,
      before,
    );
    const told = itemsOf(after, 'commit').find(commit => commit.sha === sha);
    expect(told).toMatchObject({
      checks: { status: 'succeeded' },
      paths: ['services/shop'],
      onDefaultBranch: true,
    });
  });

  it('follows the checks of a merge over a restart, in the folders that it touches', async () => {
    const base = repository.head()!;
    const topic = repository.commit({
      branch: 'topic',
      parents: [base],
      at: Date.now() + 1,
      files: ['services/shop/main.go'],
    });
    const merge = repository.commit({
      parents: [base, topic],
      at: Date.now() + 2,
    });
    repository.checks.set(merge, 'PENDING');
    const interests = interestIn(github, {
      'acme/shop': { paths: ['services/shop'] },
    });
    const before = await observePass(createFakeSource(github), interests);
    for (let count = 0; count < 15; count += 1) {
      repository.commit({ at: Date.now() + count + 3 });
    }
    repository.checks.set(merge, 'SUCCESS');
    const after = await observePass(
      createFakeSource(github),
      interests,
      before,
    );
    for (const [state, status] of [
      [before, 'running'],
      [after, 'succeeded'],
    ] as const) {
      expect(
        itemsOf(state, 'commit').find(({ sha }) => sha === merge),
      ).toMatchObject({ checks: { status }, paths: ['services/shop'] });
    }
  });

  it('has no checks where there are none', async () => {
    repository.addPull({ headRefOid: repository.head(), updatedAt: now() });
    const state = await observePass(
      createFakeSource(github),
      interestIn(github, { 'acme/shop': {} }),
    );
    expect(itemsOf(state, 'commit')[0]).not.toHaveProperty('checks');
    expect(itemsOf(state, 'pullRequest')[0]).not.toHaveProperty('checks');
  });

  it('tells checks and the merge queue of open pull requests, until they are merged', async () => {
    const head = repository.commit({ branch: 'topic' });
    repository.checks.set(head, 'EXPECTED');
    const number = repository.addPull({ headRefOid: head, updatedAt: now() });
    const source = createFakeSource(github);
    const interests = interestIn(github, { 'acme/shop': {} });
    const first = await observePass(source, interests);
    expect(itemsOf(first, 'pullRequest')).toMatchObject([
      { number, checks: { status: 'queued', raw: 'EXPECTED' } },
    ]);
    // Neither of these changes the pull request itself.
    repository.checks.set(head, 'SUCCESS');
    repository.queue.set(number, { position: 2, state: 'AWAITING_CHECKS' });
    const second = await observePass(source, interests, first);
    expect(itemsOf(second, 'pullRequest')).toMatchObject([
      {
        checks: { status: 'succeeded' },
        mergeQueue: { position: 2, state: 'awaiting checks' },
      },
    ]);
    repository.queue.clear();
    Object.assign(repository.pulls[0], {
      state: 'MERGED',
      updatedAt: new Date(Date.now() + 1_000).toISOString(),
    });
    const third = await observePass(source, interests, second, hinted());
    const [merged] = itemsOf(third, 'pullRequest');
    expect(merged.state).toBe('merged');
    expect(merged).not.toHaveProperty('mergeQueue');
  });

  it('asks alone for the checks of many open pull requests', async () => {
    for (let count = 0; count < 9; count += 1) {
      const head = repository.commit({ branch: `topic-${count}` });
      repository.checks.set(head, 'SUCCESS');
      repository.addPull({ headRefOid: head });
    }
    const state = await observePass(
      createFakeSource(github),
      interestIn(github, { 'acme/shop': {} }),
    );
    expect(
      itemsOf(state, 'pullRequest').map(({ checks }) => checks?.status),
    ).toEqual(Array(9).fill('succeeded'));
    expect(github.count(({ query }) => !!query?.includes('first: 50'))).toBe(2);
  });

  it('tells the releases of source repositories, and lets those vanish that are taken back', async () => {
    repository.release('v1.0.0');
    repository.release('v1.1.0-rc.1', { isPrerelease: true, name: '' });
    repository.release('v2', { isDraft: true, publishedAt: null });
    const source = createFakeSource(github);
    const interests = interestIn(github, { 'acme/shop': {} });
    const before = await observePass(source, interests);
    expect(itemsOf(before, 'release')).toMatchObject([
      {
        key: `${github.host}/acme/shop#v1.1.0-rc.1`,
        name: 'v1.1.0-rc.1',
        prerelease: true,
      },
      {
        key: `${github.host}/acme/shop#v1.0.0`,
        tag: 'v1.0.0',
        name: 'Release v1.0.0',
        sha: repository.head(),
        prerelease: false,
        author: { name: 'ada', login: 'ada' },
      },
    ]);
    repository.releases.splice(1, 1);
    const after = await observePass(source, interests, before, hinted());
    expect(itemsOf(after, 'release').map(({ tag }) => tag)).toEqual(['v1.0.0']);
    const configuration = await observePass(
      createFakeSource(github),
      interestIn(github, { 'acme/shop': { roles: ['configuration'] } }),
    );
    expect(itemsOf(configuration, 'release')).toEqual([]);
  });

  it('tells environments that are passing or production ones', async () => {
    repository.deploy('production', ['SUCCESS']);
    repository.deploy('pr-7', ['SUCCESS']);
    repository.flags.production = { production: true };
    repository.flags['pr-7'] = { transient: true };
    const state = await observePass(
      createFakeSource(github),
      interestIn(github, { 'acme/shop': {} }),
    );
    expect(itemsOf(state, 'target').map(({ labels }) => labels)).toEqual([
      { environment: 'pr-7', transient: 'true' },
      { environment: 'production', production: 'true' },
    ]);
  });

  it('keeps the trigger of runs for the merge queue', async () => {
    repository.addRun({
      event: 'merge_group',
      head_branch: 'gh-readonly-queue/main/pr-7-abc',
    });
    const state = await observePass(
      createFakeSource(github),
      interestIn(github, { 'acme/shop': {} }),
    );
    expect(itemsOf(state, 'run')).toMatchObject([
      { trigger: 'merge_group', branch: 'gh-readonly-queue/main/pr-7-abc' },
    ]);
  });
});

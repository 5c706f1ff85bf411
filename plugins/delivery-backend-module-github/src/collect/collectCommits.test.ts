import {
  itemsOf,
  observePass,
  type ObservedState,
} from '@throughline/plugin-delivery-node/testing';
import { createFakeSource, interestIn } from '../fixtures/createFakeSource';
import { FakeGithub } from '../fixtures/FakeGithub';

const shas = (state: ObservedState) =>
  itemsOf(state, 'commit')
    .map(commit => commit.sha)
    .sort();

describe('commits', () => {
  let github: FakeGithub;

  beforeEach(async () => {
    github = await FakeGithub.start();
  });

  afterEach(async () => {
    await github.upstream.close();
  });

  it('of a merged branch are all told, however old they are', async () => {
    const repository = github.repository('acme/shop');
    const begin = Date.now() - 10 * 86_400_000;
    const at = (minutes: number) => begin + minutes * 60_000;
    const base = repository.commit({ at: at(0) });
    const branch = repository.commit({
      branch: 'topic',
      parents: [base],
      at: at(1),
    });
    repository.commit({ at: at(2) });
    const old = repository.commit({ at: at(3) });
    const source = createFakeSource(github);
    const interests = interestIn(github, { 'acme/shop': {} });
    const before = await observePass(source, interests);
    expect(shas(before)).not.toContain(branch);

    const merge = repository.commit({
      parents: [old, branch],
      at: at(4),
      message: 'Merge pull request #7 from acme/topic',
      pull: 7,
    });
    const after = await observePass(source, interests, before, {
      reason: 'hint',
      hints: [{ subject: `${github.host}/acme/shop` }],
    });
    expect(shas(after)).toEqual(
      expect.arrayContaining([merge, branch, old, base]),
    );
    expect(
      itemsOf(after, 'commit').find(one => one.sha === merge),
    ).toMatchObject({
      pullRequest: 7,
      parents: [old, branch],
      onDefaultBranch: true,
      paths: [''],
    });
  });

  it('that a rewritten branch lost vanish', async () => {
    const repository = github.repository('acme/shop');
    const base = repository.commit();
    const lost = repository.commit();
    const interests = interestIn(github, { 'acme/shop': {} });
    const before = await observePass(createFakeSource(github), interests);
    expect(shas(before)).toContain(lost);

    const kept = repository.commit({ parents: [base] });
    const after = await observePass(
      createFakeSource(github),
      interests,
      before,
    );
    expect(shas(after)).toEqual([base, kept].sort());
  });

  it('belong to the folders that they touch, and merges to those that they brought', async () => {
    const repository = github.repository('acme/payments');
    const base = repository.commit({ files: ['README.md'] });
    const api = repository.commit({ files: ['services/api/main.go'] });
    const topic = repository.commit({
      branch: 'topic',
      parents: [base],
      files: ['services/worker/main.go', 'shared/log.go'],
    });
    const merge = repository.commit({ parents: [api, topic], files: [] });
    const interests = interestIn(github, {
      'acme/payments': {
        paths: ['services/api', 'services/worker', 'shared'],
      },
    });
    const source = createFakeSource(github);
    const state = await observePass(source, interests);
    const pathsOf = (from: ObservedState, sha: string) =>
      itemsOf(from, 'commit').find(one => one.sha === sha)?.paths;
    expect(pathsOf(state, base)).toEqual([]);
    expect(pathsOf(state, api)).toEqual(['services/api']);
    expect(pathsOf(state, topic)).toEqual(['services/worker', 'shared']);
    expect(pathsOf(state, merge)).toEqual(['services/worker', 'shared']);

    const next = repository.commit({
      files: ['services/apiary/x', 'shared'],
    });
    const later = await observePass(createFakeSource(github), interests, state);
    expect(pathsOf(later, next)).toEqual(['shared']);
    expect(pathsOf(later, api)).toEqual(['services/api']);
  });

  it('are told again for folders that have become of interest', async () => {
    const repository = github.repository('acme/gitops');
    const sha = repository.commit({
      files: ['apps/shop/kustomization.yaml'],
    });
    const source = createFakeSource(github);
    const before = await observePass(
      source,
      interestIn(github, { 'acme/gitops': { paths: ['apps/cart'] } }),
    );
    expect(itemsOf(before, 'commit')[0].paths).toEqual([]);
    const after = await observePass(
      source,
      interestIn(github, {
        'acme/gitops': { paths: ['apps/cart', 'apps/shop'] },
      }),
      before,
    );
    expect(itemsOf(after, 'commit')).toMatchObject([
      { sha, paths: ['apps/shop'] },
    ]);
  });

  it('that run are told with all that the default branch lacks', async () => {
    const repository = github.repository('acme/ledger');
    const release = repository.commit();
    const fix = repository.commit({
      branch: 'hotfix/2.3',
      parents: [release],
    });
    const version = repository.commit({
      branch: 'hotfix/2.3',
      parents: [fix],
    });
    const head = repository.commit();
    const source = createFakeSource(github);
    const before = await observePass(
      source,
      interestIn(github, { 'acme/ledger': {} }),
    );
    expect(shas(before)).toEqual([release, head].sort());
    const interests = interestIn(github, {
      'acme/ledger': { revisions: [version, head, 'f'.repeat(40), 'main'] },
    });
    const after = await observePass(source, interests, before);
    expect(
      itemsOf(after, 'commit').map(({ sha, onDefaultBranch }) => [
        sha,
        onDefaultBranch,
      ]),
    ).toEqual(
      expect.arrayContaining([
        [fix, false],
        [version, false],
        [head, true],
      ]),
    );
    const asked = github.count(({ path }) => path.includes('/compare/'));
    await observePass(source, interests, after);
    expect(github.count(({ path }) => path.includes('/compare/'))).toBe(asked);
  });

  it('from before the window are told where something runs them', async () => {
    const repository = github.repository('acme/old');
    const old = repository.commit({ at: Date.now() - 400 * 86_400_000 });
    for (let count = 0; count < 110; count += 1) {
      repository.commit();
    }
    const state = await observePass(
      createFakeSource(github),
      interestIn(github, { 'acme/old': { revisions: [old] } }),
    );
    expect(itemsOf(state, 'commit').find(one => one.sha === old)).toMatchObject(
      { onDefaultBranch: true },
    );
    expect(itemsOf(state, 'commit')).toHaveLength(111);
  });

  it('that something runs are told whole, whether they were told before a restart or not', async () => {
    const repository = github.repository('acme/shop');
    const base = repository.commit({ files: ['README.md'] });
    const topic = repository.commit({
      branch: 'topic',
      parents: [base],
      files: ['api/main.go'],
    });
    const merge = repository.commit({
      parents: [base, topic],
      files: ['api/main.go'],
      pull: 7,
    });
    repository.checks.set(merge, 'SUCCESS');
    for (let count = 0; count < 12; count += 1) {
      repository.commit();
    }
    const source = createFakeSource(github);
    const interestsWith = (revisions: string[]) =>
      interestIn(github, { 'acme/shop': { paths: ['api'], revisions } });
    const before = await observePass(source, interestsWith([]));
    expect(shas(before)).toContain(merge);
    for (const next of [source, createFakeSource(github)]) {
      const after = await observePass(next, interestsWith([merge]), before);
      expect(
        itemsOf(after, 'commit').find(one => one.sha === merge),
      ).toMatchObject({
        pullRequest: 7,
        checks: { status: 'succeeded' },
        paths: ['api'],
        onDefaultBranch: true,
      });
      expect(shas(after)).toEqual(shas(before));
    }
  });

  it('of one that cannot be read cost only itself', async () => {
    const repository = github.repository('acme/shop');
    const good = repository.commit();
    const bad = repository.commit();
    repository.commits.get(bad)!.date = 'yesterday';
    const state = await observePass(
      createFakeSource(github),
      interestIn(github, { 'acme/shop': {} }),
    );
    expect(shas(state)).toEqual([good]);
  });
});

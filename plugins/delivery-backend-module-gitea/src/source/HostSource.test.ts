import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Interests } from '@throughline/plugin-delivery-node';
import {
  itemsOf,
  observePass,
  tellPass,
  type ObservedState,
} from '@throughline/plugin-delivery-node/testing';
import { checkAnswer } from '../fixtures/checkSchema';
import { createFakeSource, interestIn } from '../fixtures/createFakeSource';
import { FakeGitea } from '../fixtures/FakeGitea';
import type { FakeRepository } from '../fixtures/FakeRepository';
import { pathOf } from './pathOf';

const NAME = 'acme/shop';
const SWAGGER = join(
  __dirname,
  '../../../../../shared/contracts/gitea/swagger.json',
);

describe('a Gitea host', () => {
  let gitea: FakeGitea;
  let shop: FakeRepository;
  let interests: Interests;

  beforeEach(async () => {
    gitea = await FakeGitea.start();
    shop = gitea.repository(NAME);
    shop.commit({ files: ['api/main.go'] });
    interests = interestIn(gitea, { [NAME]: {} });
  });

  afterEach(() => gitea.upstream.close());

  const commitOf = (state: ObservedState, sha: string | undefined) =>
    itemsOf(state, 'commit').find(commit => commit.sha === sha);

  it('tells commits by the folders that they touch; a merge touches what it brought', async () => {
    const base = shop.head()!;
    const web = shop.commit({
      branch: null,
      parents: [base],
      files: ['web/x'],
    });
    const docs = shop.commit({ files: ['docs/y'] });
    const merge = shop.commit({ parents: [docs, web] });
    interests = interestIn(gitea, { [NAME]: { paths: ['api', 'web'] } });
    const source = createFakeSource(gitea);
    let state = await observePass(source, interests);
    expect(
      [base, web, docs, merge].map(sha => commitOf(state, sha)?.paths),
    ).toEqual([['api'], ['web'], [], ['web']]);
    const next = shop.commit({ files: ['web/x', 'api/y'] });
    state = await observePass(source, interests, state);
    expect(commitOf(state, next)?.paths).toEqual(['api', 'web']);
  });

  it('drops the commits that a rewritten branch lost', async () => {
    const base = shop.head()!;
    const lost = shop.commit();
    const source = createFakeSource(gitea);
    let state = await observePass(source, interests);
    const kept = shop.commit({ parents: [base] });
    state = await observePass(source, interests, state);
    expect(commitOf(state, lost)).toBeUndefined();
    expect(commitOf(state, kept)).toBeDefined();
  });

  it('tells a hotfix with what the default branch lacks', async () => {
    const base = shop.head()!;
    shop.commit();
    const between = shop.commit({ branch: 'hotfix', parents: [base] });
    const fix = shop.commit({ branch: 'hotfix' });
    interests = interestIn(gitea, { [NAME]: { revisions: [fix] } });
    const state = await observePass(createFakeSource(gitea), interests);
    expect(commitOf(state, fix)?.onDefaultBranch).toBe(false);
    expect(commitOf(state, between)?.onDefaultBranch).toBe(false);
    expect(commitOf(state, base)?.onDefaultBranch).toBe(true);
  });

  it('tells whole what runs somewhere, whether it was told before a restart or not', async () => {
    const web = shop.commit({
      branch: null,
      parents: [shop.head()!],
      files: ['web/x'],
    });
    const merge = shop.commit({ parents: [shop.head()!, web] });
    shop.states.set(merge, 'success');
    const interestsWith = (revisions: string[]) =>
      interestIn(gitea, { [NAME]: { paths: ['web'], revisions } });
    const source = createFakeSource(gitea);
    const before = await observePass(source, interestsWith([]));
    const told = commitOf(before, merge);
    expect(told).toMatchObject({
      checks: { status: 'succeeded' },
      paths: ['web'],
    });
    for (const next of [source, createFakeSource(gitea)]) {
      const after = await observePass(next, interestsWith([merge]), before);
      expect(commitOf(after, merge)).toEqual(told);
    }
  });

  it('follows statuses over a restart, behind newer commits', async () => {
    const sha = shop.head()!;
    shop.states.set(sha, 'pending');
    const id = shop.addRun({ status: 'in_progress' });
    const before = await observePass(createFakeSource(gitea), interests);
    expect(commitOf(before, sha)?.checks?.status).toBe('running');
    shop.commit();
    shop.states.set(sha, 'success');
    Object.assign(shop.runs.find(run => run.id === id)!, {
      status: 'completed',
      conclusion: 'success',
      completed_at: shop.tick(),
    });
    const after = await observePass(createFakeSource(gitea), interests, before);
    expect(commitOf(after, sha)).toMatchObject({
      checks: { status: 'succeeded' },
      onDefaultBranch: true,
    });
  });

  it('tells the statuses of the newest commits, and again when they change, after a restart too', async () => {
    shop.states.set(shop.head()!, 'pending');
    const id = shop.addRun({ status: 'in_progress' });
    let state = await observePass(createFakeSource(gitea), interests);
    expect(commitOf(state, shop.head())?.checks?.status).toBe('running');
    shop.states.set(shop.head()!, 'failure');
    Object.assign(shop.runs.find(run => run.id === id)!, {
      status: 'completed',
      conclusion: 'failure',
      completed_at: shop.tick(),
    });
    state = await observePass(createFakeSource(gitea), interests, state);
    expect(commitOf(state, shop.head())?.checks?.status).toBe('failed');
    expect(itemsOf(state, 'run')[0].status.status).toBe('failed');
  });

  it('tells runs that changed only, with their jobs, and that one was deleted', async () => {
    shop.addRun();
    const gone = shop.addRun();
    const last = shop.addRun();
    const source = createFakeSource(gitea);
    let state = await observePass(source, interests);
    expect(itemsOf(state, 'run')).toHaveLength(3);
    const asked = gitea.calls.length;
    const told = await tellPass(source, interests, state);
    expect(told.map(({ type }) => type)).toEqual(['alive']);
    expect(
      gitea.calls.slice(asked).some(({ path }) => path.endsWith('/jobs')),
    ).toBe(false);
    shop.runs.splice(
      shop.runs.findIndex(({ id }) => id === gone),
      1,
    );
    Object.assign(shop.runs.find(({ id }) => id === last)!, { run_attempt: 2 });
    state = await observePass(source, interests, state);
    expect(
      itemsOf(state, 'run').map(({ key, attempt }) => [
        key.split('/').pop(),
        attempt,
      ]),
    ).toEqual([
      [String(last), 2],
      [String(last - 2), 1],
    ]);
  });

  it('tells pull requests with the checks of their heads, and what became of them', async () => {
    const head = shop.commit({ branch: 'topic-1' });
    shop.states.set(head, 'success');
    shop.addPull({ head: { ref: 'topic-1', sha: head } });
    const source = createFakeSource(gitea);
    let state = await observePass(source, interests);
    expect(itemsOf(state, 'pullRequest')).toMatchObject([
      { state: 'open', headSha: head, checks: { status: 'succeeded' } },
    ]);
    Object.assign(shop.pulls[0], {
      state: 'closed',
      merged: true,
      merge_commit_sha: shop.commit(),
      updated_at: shop.tick(),
    });
    state = await observePass(source, interests, state);
    expect(itemsOf(state, 'pullRequest')).toMatchObject([
      { state: 'merged', mergeSha: shop.head() },
    ]);
  });

  it('says that a version has no runs, and tells the rest', async () => {
    gitea.overrides.set('actions/runs', { status: 404 });
    let state = await observePass(createFakeSource(gitea), interests);
    expect(itemsOf(state, 'commit')).toHaveLength(1);
    expect([...state.problems]).toEqual([
      [
        `${gitea.host}/${NAME}/runs`,
        expect.stringMatching(/no API for them .*Forgejo/),
      ],
    ]);
    gitea.overrides.clear();
    shop.addRun();
    state = await observePass(createFakeSource(gitea), interests, state);
    expect(state.problems.size).toBe(0);
    expect(itemsOf(state, 'run')).toHaveLength(1);
  });

  it('takes an answer without a list for none, and no run for gone', async () => {
    shop.addRun();
    const state = await observePass(createFakeSource(gitea), interests);
    const broken = gitea.repository(NAME);
    Object.defineProperty(broken.runs, 'slice', { value: () => undefined });
    const after = await observePass(createFakeSource(gitea), interests, state);
    expect(itemsOf(after, 'run')).toHaveLength(1);
    expect([...after.problems.values()][0]).toContain('not a list');
  });

  it('asks nothing of a repository that is empty', async () => {
    gitea.repository('acme/new');
    const state = await observePass(
      createFakeSource(gitea),
      interestIn(gitea, { 'acme/new': {} }),
    );
    expect(state.problems.size).toBe(0);
    expect(gitea.calls.some(({ path }) => path === 'commits')).toBe(false);
  });

  it('says what may not be seen, and where something has moved', async () => {
    gitea.overrides.set('', {
      status: 301,
      headers: { location: `${gitea.upstream.url}/api/v1/repos/new/shop` },
    });
    let state = await observePass(createFakeSource(gitea), interests);
    expect([...state.problems.values()][0]).toContain("'new/shop'");
    gitea.overrides.clear();
    state = await observePass(
      createFakeSource(gitea),
      interestIn(gitea, { 'acme/secret': {} }),
    );
    expect([...state.problems.values()][0]).toMatch(/no such repository, or/);
  });
});

(existsSync(SWAGGER) ? describe : describe.skip)('the fake', () => {
  it('answers as the vendor’s schema has it', async () => {
    const gitea = await FakeGitea.start();
    const shop = gitea.repository(NAME);
    shop.commit();

    const base = shop.head()!;
    shop.commit();
    const fix = shop.commit({ branch: 'hotfix', parents: [base] });
    shop.states.set(fix, 'success');
    shop.addPull();
    shop.addRun({ status: 'in_progress' });
    shop.release('v1');
    const interests = interestIn(gitea, {
      [NAME]: { revisions: [fix, base] },
    });
    await observePass(createFakeSource(gitea), interests);
    const swagger = JSON.parse(readFileSync(SWAGGER, 'utf8'));
    const paths = new Set<string>();
    for (const { schemaPath, body } of gitea.answers) {
      paths.add(schemaPath);
      const path = `/repos/{owner}/{repo}${schemaPath}`;
      expect(checkAnswer(swagger, path, body)).toEqual([]);
    }
    expect([...paths].sort()).toEqual([
      '',
      '/actions/runs',
      '/actions/runs/{run}/jobs',
      '/branches',
      '/commits',
      '/commits/{ref}/status',
      '/pulls',
      '/releases',
      '/tags',
    ]);
    await gitea.upstream.close();
  });
});

it.each([
  ['a.test/acme/shop', 'https://a.test', ['acme', 'shop']],
  ['a.test/git/acme/shop', 'https://a.test/Git/', ['acme', 'shop']],
  ['a.test/acme/shop', 'https://a.test/git', undefined],
  ['a.test/acme', 'https://a.test', undefined],
  ['a.test/acme/shop/x', 'https://a.test', undefined],
  ['a.test.evil/acme/shop', 'https://a.test', undefined],
])('%s at %s is %j', (identity, webUrl, path) => {
  expect(pathOf(identity, { host: 'a.test', webUrl })).toEqual(path);
});

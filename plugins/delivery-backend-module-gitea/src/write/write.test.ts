import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { operateContext } from '@throughline/plugin-delivery-node/testing';
import { checkAnswer, checkSent } from '../fixtures/checkSchema';
import { createWriterHarness } from '../fixtures/createWriterHarness';
import { waitsFor, type MergeFacts } from './pulls/waitsFor';
import { WriteRule } from './WriteRule';

const SWAGGER = join(
  __dirname,
  '../../../../../shared/contracts/gitea/swagger.json',
);

function failureOf(call: () => Promise<unknown>): Promise<unknown> {
  return call().then(
    () => 'it did not fail',
    error => error,
  );
}

describe('WriteRule', () => {
  const host = { host: 'git.test', webUrl: 'https://git.test' };
  const judge = (allowed: boolean | string[], repository: string) =>
    new WriteRule(allowed, host).judge(repository);

  it('lets nothing be written unless it is allowed, and says why', () => {
    expect(judge(false, 'git.test/acme/gitops')).toEqual({
      reason: expect.stringContaining('delivery.gitea.write'),
    });
    expect(judge(true, 'other.test/acme/gitops')).toEqual({
      reason: expect.stringContaining('git.test'),
    });
    expect(judge(true, 'git.test/acme/gitops')).toEqual(['acme', 'gitops']);
  });

  it.each([
    ['git.test/acme/gitops', true],
    ['git.test/acme/deploy-eu', true],
    ['git.test/acme/gitops2', false],
    ['git.test/acmeXgitops/x', false],
    ['git.test/other/deploy-eu', false],
  ])('by pattern, %s is %p', (repository, allowed) => {
    const judged = judge(
      ['git.test/Acme/gitops', 'git.test/acme/deploy-*'],
      repository,
    );
    expect(!('reason' in judged)).toBe(allowed);
  });
});

describe('what an open pull request waits for', () => {
  const facts: MergeFacts = {
    isDraft: false,
    mergeable: true,
    protection: { requiredApprovals: 0 },
    statuses: [],
    reviews: [],
  };
  const checks = (requiredStatuses: string[], ...states: string[]) => ({
    protection: { requiredApprovals: 0, requiredStatuses },
    statuses: states.map((state, index) => ({ context: `ci/${index}`, state })),
  });

  it.each<[Partial<MergeFacts>, string | undefined]>([
    [{}, undefined],
    [{ isDraft: true, mergeable: false }, 'somebody to mark it as ready'],
    [
      { mergeable: false },
      'conflicts to be resolved, or Gitea to look for some',
    ],
    [{ protection: { requiredApprovals: 1 } }, 'one more approval'],
    [
      { protection: { requiredApprovals: 3 }, reviews: ['APPROVED'] },
      '2 more approvals',
    ],
    [
      { protection: { requiredApprovals: 1 }, reviews: ['APPROVED'] },
      undefined,
    ],
    [{ reviews: ['REQUEST_CHANGES'] }, 'the changes that a review asks for'],
    [checks([]), 'required checks (*)'],
    [checks([], 'success'), undefined],
    [checks(['ci/*'], 'success', 'pending'), 'required checks (ci/1)'],
    [checks(['lint'], 'success'), 'required checks (lint)'],
    [checks(['ci/?'], 'skipped'), undefined],
    [checks(['ci/0'], 'failure'), 'required checks, which have failed (ci/0)'],
    [checks(['ci/0'], 'error'), 'required checks, which have failed (ci/0)'],
    [checks(['ci/0'], 'warning'), 'required checks, which have failed (ci/0)'],
    [checks(['ci/0'], 'splendid'), 'required checks, which have failed (ci/0)'],
    [
      checks(['ci/*'], 'pending', 'pending', 'pending', 'pending'),
      'required checks (ci/0, ci/1, ci/2, …)',
    ],
  ])('%j: %s', (more, words) => {
    expect(waitsFor({ ...facts, ...more })).toBe(words);
  });
});

describe('the writer of a Gitea host', () => {
  let harness: Awaited<ReturnType<typeof createWriterHarness>>;
  beforeEach(async () => {
    harness = await createWriterHarness();
  });
  afterEach(() => harness.close());

  const commitOf = (files: Record<string, string | null>) => ({
    repository: harness.repository,
    branch: 'main',
    parent: harness.made.head()!,
    files,
    message: 'Promote\n\nDelivery-Operation: op-1',
  });
  const open = () =>
    harness.writer.pullRequests!.open(
      {
        ...commitOf({ 'a.yaml': '1' }),
        base: 'main',
        branch: 'throughline/op-1',
        title: 'Promote',
        body: 'By an operation.',
      },
      operateContext(),
    );
  const opened = async () => {
    const state = await open();
    if (!('number' in state)) {
      throw new Error('it was not opened');
    }
    return state;
  };

  it('lets Gitea compare each file that it changes with what it was', async () => {
    const { made, gitea, writer } = harness;
    made.write('main', 'Add', { 'a.yaml': { content: '1' } });
    const request = commitOf({ 'a.yaml': '2', 'b.yaml': '1' });
    gitea.onCall = ({ path, method }) => {
      if (path === 'contents' && method === 'POST') {
        gitea.onCall = () => {};
        made.write('main', 'Be faster', { 'a.yaml': { content: '3' } });
      }
    };
    expect(await writer.commit(request, operateContext())).toEqual({
      type: 'conflict',
      head: made.head(),
    });
    expect(made.treeOf('main').get('a.yaml')?.content.toString()).toBe('3');
  });

  it('says so where a rule refuses what nobody else has moved, and where the version lacks the call', async () => {
    const { gitea, writer } = harness;
    const write = () =>
      failureOf(() =>
        writer.commit(commitOf({ 'a.yaml': '1' }), operateContext()),
      );
    gitea.refusal = { status: 422, message: 'as told' };
    expect(await write()).toMatchObject({
      kind: 'permission',
      message: expect.stringMatching(/as told.*by pull request/),
    });
    gitea.refusal = { status: 405, message: '' };
    expect(await write()).toMatchObject({
      kind: 'configuration',
      message: expect.stringMatching(/1\.20/),
    });
    gitea.refusal = { status: 423, message: '' };
    expect(await write()).toMatchObject({
      kind: 'permission',
      message: expect.stringMatching(/archived/),
    });
    gitea.refusal = { status: 500, message: 'push out of date' };
    expect(await write()).toMatchObject({ kind: 'unreachable' });
  });

  it('refuses to write nothing', async () => {
    expect(
      await failureOf(() =>
        harness.writer.commit(commitOf({ none: null }), operateContext()),
      ),
    ).toMatchObject({ kind: 'configuration' });
  });

  it('names the scope that is missing', async () => {
    const state = await opened();
    harness.gitea.refusal = { status: 403, message: 'required scope(s)' };
    const error = await failureOf(() =>
      harness.writer.pullRequests!.close(
        { ...state, repository: harness.repository, comment: 'x' },
        operateContext(),
      ),
    );
    expect(String(error)).toMatch(/'write:issue'/);
  });

  it('lists what is told in many pages', async () => {
    const { made, writer, repository } = harness;
    made.treePage = 10;
    const files = Object.fromEntries(
      Array.from({ length: 35 }, (_, index) => [
        `apps/a${index}`,
        { content: '1' },
      ]),
    );
    const ref = made.write('main', 'Add', files);
    expect(
      await writer.list({ repository, ref, folder: 'apps' }, operateContext()),
    ).toHaveLength(35);
    expect(
      await failureOf(() =>
        writer.list(
          { repository, ref: 'b'.repeat(40), folder: 'apps' },
          operateContext(),
        ),
      ),
    ).toMatchObject({ kind: 'protocol' });
  });

  it('refuses a file that is too large to be told', async () => {
    const { made, gitea, writer, repository } = harness;
    gitea.overrides.set('contents/large', {
      status: 200,
      body: { type: 'file', sha: 'a'.repeat(40), content: null },
    });
    expect(
      await failureOf(() =>
        writer.read(
          { repository, ref: made.head()!, paths: ['large'] },
          operateContext(),
        ),
      ),
    ).toMatchObject({ kind: 'configuration' });
  });

  it('goes on with a branch that has no commit yet', async () => {
    const { made } = harness;
    made.branches.set('throughline/op-1', made.head()!);
    const state = await opened();
    expect(made.commits.get(state.headSha)?.parents).toEqual([made.head()]);
    expect(state.edited).toBe(false);
  });

  it('tells what the protection of the base asks for, by the newest judgement of each reviewer', async () => {
    const { made, writer, repository } = harness;
    made.protection = {
      protected: true,
      required_approvals: 2,
      enable_status_check: true,
      status_check_contexts: ['delivery/*'],
    };
    const { number, headSha } = await opened();
    const waits = async () =>
      (
        await writer.pullRequests!.get(
          { repository, number, headSha },
          operateContext(),
        )
      ).waitsFor;
    expect(await waits()).toBe(
      '2 more approvals and required checks (delivery/*)',
    );
    const review = (login: string, state: string, more: object = {}) => ({
      state,
      official: true,
      dismissed: false,
      user: { login },
      ...more,
    });
    made.reviews.set(number, [
      review('ada', 'REQUEST_CHANGES'),
      review('ada', 'APPROVED'),
      review('ada', 'COMMENT'),
      review('bob', 'APPROVED', { dismissed: true }),
      review('eve', 'APPROVED', { official: false }),
      { state: 7 },
    ]);
    await writer.pullRequests!.setStatus(
      {
        repository,
        sha: headSha,
        context: 'delivery/soaked',
        state: 'success',
        description: 'x',
      },
      operateContext(),
    );
    expect(await waits()).toBe('one more approval');
    made.protection = { ...made.protection, protected: false };
    expect(await waits()).toBeUndefined();
  });

  it('tells one that is for another branch by now as edited', async () => {
    const { made, gitea, writer, repository } = harness;
    const { number, headSha } = await opened();
    const get = async () =>
      (
        await writer.pullRequests!.get(
          { repository, number, headSha },
          operateContext(),
        )
      ).edited;
    made.timeline.set(number, [{ type: 'comment' }, { type: null }]);
    expect(await get()).toBe(false);
    made.timeline.set(number, [{ type: 'change_target_branch' }]);
    expect(await get()).toBe(true);
    gitea.overrides.set(`issues/${number}/timeline`, { status: 403 });
    expect(await get()).toBe(false);
    made.pulls[0].base = { ref: 'other', repo_id: 1 };
    made.branches.set('other', made.head()!);
    expect((await opened()).edited).toBe(true);
  });

  it('leaves a fork’s pull request of the same branch alone', async () => {
    const { made } = harness;
    made.addPull({
      head: { ref: 'throughline/op-1', sha: made.head(), repo_id: 4711 },
      base: { ref: 'main', repo_id: 1 },
    });
    expect((await opened()).number).toBe(2);
  });

  it('finds one whose branch is gone', async () => {
    const { made } = harness;
    const { number } = await opened();
    made.branches.delete('throughline/op-1');
    const [pull] = made.pulls;
    pull.head = {
      ...(pull.head as object),
      ref: `refs/pull/${number}/head`,
      label: 'throughline/op-1',
    };
    expect(await opened()).toMatchObject({ number, edited: false });
  });

  const published = existsSync(SWAGGER);
  const name = `the published schema${
    published ? '' : ' (skipped: ../shared/contracts is not there)'
  }`;
  (published ? describe : describe.skip)(`${name}`, () => {
    it('is kept by what is sent, and by what the fake answers', async () => {
      const { made, gitea, writer, repository } = harness;
      made.protection = {
        protected: true,
        required_approvals: 1,
        enable_status_check: true,
        status_check_contexts: ['*'],
      };
      const context = operateContext();
      const ref = made.write('main', 'Add', { 'apps/a': { content: '1' } });
      await writer.read(
        { repository, ref, paths: ['apps/a', 'none'] },
        context,
      );
      await writer.list({ repository, ref, folder: 'apps' }, context);
      await writer.commit(commitOf({ 'apps/a': '2', 'apps/b': '1' }), context);
      await writer.findCommit(
        { repository, branch: 'main', since: ref, text: 'op-1' },
        context,
      );
      const { number, headSha } = await opened();
      made.reviews.set(number, [{ state: 'APPROVED', official: true }]);
      await writer.pullRequests!.setStatus(
        {
          repository,
          sha: headSha,
          context: 'delivery/soaked',
          state: 'pending',
          description: 'x',
          url: 'https://portal.test/x',
        },
        context,
      );
      await writer.pullRequests!.get({ repository, number, headSha }, context);
      await writer.pullRequests!.close(
        { repository, number, comment: 'No.' },
        context,
      );
      const swagger = JSON.parse(readFileSync(SWAGGER, 'utf8'));
      for (const { schemaPath, body, ...how } of gitea.answers) {
        const path = `/repos/{owner}/{repo}${schemaPath}`;
        expect(checkAnswer(swagger, path, body, how)).toEqual([]);
      }
      for (const { definition, body } of gitea.sent) {
        expect(checkSent(swagger, definition, body)).toEqual([]);
      }
      expect(
        [...new Set(gitea.sent.map(({ definition }) => definition))].sort(),
      ).toEqual([
        'ChangeFilesOptions',
        'CreateBranchRepoOption',
        'CreatePullRequestOption',
        'CreateStatusOption',
        'EditPullRequestOption',
      ]);
    });
  });
});

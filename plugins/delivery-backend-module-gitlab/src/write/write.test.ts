import { operateContext } from '@throughline/plugin-delivery-node/testing';
import { createWriterHarness } from '../fixtures/createWriterHarness';
import { MERGE_STATUS, TRAIN_STATUS, waitsFor } from './merges/waitsFor';
import { WriteRule } from './WriteRule';

function failureOf(call: () => Promise<unknown>): Promise<unknown> {
  return call().then(
    () => 'it did not fail',
    error => error,
  );
}

describe('WriteRule', () => {
  const host = { host: 'gitlab.com', webUrl: 'https://gitlab.com' };
  const judge = (allowed: boolean | string[], repository: string) =>
    new WriteRule(allowed, host).judge(repository);

  it('lets nothing be written unless it is allowed, and says why', () => {
    expect(judge(false, 'gitlab.com/acme/gitops')).toEqual({
      reason: expect.stringContaining('delivery.gitlab.write'),
    });
    expect(judge(true, 'other.example/acme/gitops')).toEqual({
      reason: expect.stringContaining('gitlab.com'),
    });
    expect(judge(true, 'gitlab.com/acme/eu/gitops')).toBe('acme/eu/gitops');
    expect(judge(true, 'gitlab.com/1234')).toBe('1234');
  });

  it.each([
    ['gitlab.com/acme/gitops', true],
    ['gitlab.com/acme/deploy-eu', true],
    ['gitlab.com/acme/deploy-eu/x', false],
    ['gitlab.com/acme/live/eu/shop', true],
    ['gitlab.com/acme/lively', false],
    ['gitlab.com/acmeXgitops/x', false],
    ['gitlab.com/1234', false],
  ])('by pattern, %s is %p', (repository, allowed) => {
    const judged = judge(
      [
        'gitlab.com/Acme/gitops',
        'gitlab.com/acme/deploy-*',
        'gitlab.com/acme/live/**',
      ],
      repository,
    );
    expect(typeof judged === 'string').toBe(allowed);
  });
});

describe('what an open merge request waits for', () => {
  const facts = { status: 'mergeable', isDraft: false, autoMerge: false };

  // doc/api/merge_requests.md of GitLab, "Merge status", and merge_status of versions before 15.6: these are all.
  it.each([
    ['mergeable', false],
    ['can_be_merged', false],
    ...[
      'approvals_syncing',
      'blocked_status',
      'broken_status',
      'cannot_be_merged',
      'cannot_be_merged_recheck',
      'cannot_be_merged_rechecking',
      'checking',
      'ci_must_pass',
      'ci_still_running',
      'commits_status',
      'conflict',
      'discussions_not_resolved',
      'draft_status',
      'external_status_checks',
      'jira_association_missing',
      'locked_lfs_files',
      'locked_paths',
      'merge_request_blocked',
      'merge_time',
      'need_rebase',
      'not_approved',
      'policies_denied',
      'preparing',
      'requested_changes',
      'security_policy_pipeline_check',
      'security_policy_violations',
      'status_checks_must_pass',
      'title_regex',
      'unchecked',
    ].map(word => [word, true] as const),
  ] as const)('%s: waits %p', (status, waits) => {
    expect(Object.keys(MERGE_STATUS)).toContain(status);
    expect(waitsFor({ ...facts, status }) !== undefined).toBe(waits);
  });

  it('has no word that the list above lacks', () => {
    expect(Object.keys(MERGE_STATUS)).toHaveLength(31);
  });

  it.each([
    [{ status: 'brand_new' }, 'something that is not known here (brand_new)'],
    [{ status: 'toString' }, 'something that is not known here (toString)'],
    [{ isDraft: true }, 'somebody to mark it as ready'],
    [{ autoMerge: true }, 'GitLab, which is set to merge it'],
    [{ status: 'not_approved', approvalsLeft: 2 }, '2 more approvals'],
    [{ status: 'not_approved', approvalsLeft: 1 }, 'one more approval'],
    [{ status: 'not_approved' }, 'an approval'],
    [
      { status: 'ci_must_pass', pipeline: 'failed' },
      'its pipeline, which has failed',
    ],
    [
      { status: 'ci_still_running', autoMerge: true },
      'its pipeline to end; GitLab merges it then',
    ],
    [{ train: 'idle' }, 'the merge train'],
    [{ train: 'parked' }, 'the merge train (parked)'],
  ])('%j is %s', (more, words) => {
    expect(waitsFor({ ...facts, ...more })).toBe(words);
  });

  it.each(['idle', 'fresh', 'stale', 'merging', 'merged', 'skip_merged'])(
    'in a merge train that is %s, it waits for the train',
    train => {
      expect(waitsFor({ ...facts, train })).toBe(TRAIN_STATUS[train]);
    },
  );
});

describe('the writer of a GitLab host', () => {
  let harness: Awaited<ReturnType<typeof createWriterHarness>>;
  beforeEach(async () => {
    harness = await createWriterHarness();
  });
  afterEach(() => harness.close());

  const commitOf = (files: Record<string, string | null>) => ({
    repository: harness.repository,
    branch: 'main',
    parent: harness.project.head()!,
    files,
    message: 'Promote\n\nDelivery-Operation: op-1',
  });
  const opened = async () => {
    const state = await harness.writer.pullRequests!.open(
      {
        ...commitOf({ 'a.yaml': '1' }),
        base: 'main',
        branch: 'throughline/op-1',
        title: 'Promote',
        body: 'By an operation.',
      },
      operateContext(),
    );
    if (!('number' in state)) {
      throw new Error('it was not opened');
    }
    return state;
  };
  const get = ({ number, headSha }: { number: number; headSha: string }) =>
    harness.writer.pullRequests!.get(
      { repository: harness.repository, number, headSha },
      operateContext(),
    );

  it('lets GitLab compare each file that it changes with what it was', async () => {
    const { project, gitlab, writer } = harness;
    project.write('main', 'Add', { 'a.yaml': { content: '1' } });
    const request = commitOf({ 'a.yaml': '2', 'b.yaml': '1' });
    // Somebody is faster in the moment after the last look at the branch.
    let looks = 0;
    gitlab.onCall = ({ path }) => {
      looks += path === 'repository/branches/main' ? 1 : 0;
      if (path === 'repository/commits' && looks === 2) {
        looks += 1;
        project.write('main', 'Be faster', { 'a.yaml': { content: '3' } });
      }
    };
    const theirs = await writer.commit(request, operateContext());
    expect(theirs).toEqual({ type: 'conflict', head: project.head() });
    expect(project.treeOf('main').get('a.yaml')?.content.toString()).toBe('3');
  });

  it('says so where a push rule refuses what nobody else has moved', async () => {
    harness.gitlab.overrides.set('repository/commits', {
      status: 400,
      body: JSON.stringify({ message: 'Commit message does not follow' }),
    });
    const error = await failureOf(() =>
      harness.writer.commit(commitOf({ 'a.yaml': '1' }), operateContext()),
    );
    expect(error).toMatchObject({ kind: 'permission' });
    expect(String(error)).toMatch(/does not follow.*by merge request/);
  });

  it('refuses to write nothing', async () => {
    const error = await failureOf(() =>
      harness.writer.commit(commitOf({ 'none.yaml': null }), operateContext()),
    );
    expect(error).toMatchObject({ kind: 'configuration' });
  });

  it('names the scope, or the role, that is missing', async () => {
    const { gitlab, writer } = harness;
    gitlab.refusal = {
      status: 403,
      body: {
        error: 'insufficient_scope',
        error_description: 'The request requires higher privileges.',
        scope: 'api',
      },
    };
    const write = () =>
      failureOf(() => writer.commit(commitOf({ a: '1' }), operateContext()));
    expect(String(await write())).toMatch(/lacks the scope 'api'/);
    gitlab.refusal = { status: 403, body: { message: '403 Forbidden' } };
    expect(String(await write())).toMatch(/role Developer/);
  });

  it('leaves a host alone for as long as it asks for', async () => {
    const { gitlab, writer } = harness;
    gitlab.overrides.set('repository/branches/main', {
      status: 429,
      body: 'Retry later',
      headers: { 'retry-after': '60' },
    });
    const head = () =>
      failureOf(() =>
        writer.head(harness.repository, 'main', operateContext()),
      );
    expect(await head()).toMatchObject({ kind: 'rateLimit' });
    const asked = gitlab.calls.length;
    expect(await head()).toMatchObject({ kind: 'rateLimit' });
    expect(gitlab.calls).toHaveLength(asked);
  });

  it('tells the merge train, and how many approvals are missing', async () => {
    const { project } = harness;
    const state = await opened();
    const [request] = project.mergeRequests;
    request.detailed_merge_status = 'not_approved';
    expect((await get(state)).waitsFor).toBe('an approval');
    project.approvals = { approvals_left: 2 };
    expect((await get(state)).waitsFor).toBe('2 more approvals');
    project.trains.push({
      status: 'fresh',
      merge_request: { iid: state.number },
    });
    expect((await get(state)).waitsFor).toMatch(/merge train/);
  });

  it('tells of the old word where a version has no other', async () => {
    const state = await opened();
    const [request] = harness.project.mergeRequests;
    delete request.detailed_merge_status;
    request.merge_status = 'cannot_be_merged';
    expect((await get(state)).waitsFor).toBe('conflicts to be resolved');
  });

  it('takes the head for what was merged where it was merged by fast-forward', async () => {
    const state = await opened();
    Object.assign(harness.project.mergeRequests[0], { state: 'merged' });
    expect(await get(state)).toMatchObject({
      state: 'merged',
      mergeSha: state.headSha,
      edited: false,
    });
  });

  it('tells one that is for another branch by now as edited', async () => {
    const { project } = harness;
    const state = await opened();
    const note = 'changed target branch from `main` to `other`';
    project.systemNotes.push({ system: false, body: note });
    expect((await get(state)).edited).toBe(false);
    project.systemNotes.push({ system: true, body: note });
    expect((await get(state)).edited).toBe(true);
    project.systemNotes.length = 0;
    project.mergeRequests[0].target_branch = 'other';
    expect((await opened()).edited).toBe(true);
  });

  it('leaves a fork’s merge request of the same branch alone', async () => {
    harness.project.addMergeRequest({
      source_branch: 'throughline/op-1',
      source_project_id: 4711,
    });
    expect((await opened()).number).toBe(2);
  });

  it('takes a status that is said already for said, and tells of another that is refused', async () => {
    const { writer, project, gitlab, repository } = harness;
    const sha = project.head()!;
    const set = (state: 'pending' | 'success' | 'failure') =>
      writer.pullRequests!.setStatus(
        {
          repository,
          sha,
          context: 'delivery/soaked',
          state,
          description: 'x',
        },
        operateContext(),
      );
    await set('pending');
    await set('pending');
    await set('success');
    await set('pending');
    await set('failure');
    const all = project.statuses.get(sha)!;
    expect(all.map(({ status }) => status)).toEqual(['success', 'failed']);
    gitlab.overrides.set(`statuses/${sha}`, {
      status: 400,
      body: JSON.stringify({ message: 'Cannot transition status' }),
    });
    expect(await failureOf(() => set('success'))).toMatchObject({
      kind: 'protocol',
    });
  });
});

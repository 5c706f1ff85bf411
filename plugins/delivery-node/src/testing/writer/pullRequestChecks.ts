import assert from 'node:assert/strict';
import type { PullRequestState } from '../../contract';
import { operateContext } from '../checks/operationSteps';
import { aPullRequest, fails, type WriterCheck } from './WriterCheck';
import type { RepositoryWriterHarness } from './RepositoryWriterHarness';

/** What every writer with pull requests must hold of them. */
export const pullRequestChecks: readonly WriterCheck[] = [
  {
    name: 'opens a pull request with one commit, and gives the same when asked again',
    async run(harness) {
      const { head, look, commit } = harness;
      const request = await aPullRequest(harness);
      const opened = await open(harness, request);
      const sha = await head(request.branch);
      assert.equal(opened.state, 'open');
      assert.equal(opened.headSha, sha);
      assert.equal(opened.edited, false);
      assert.match(opened.url, /^https?:\/\//);
      assert.deepEqual((await commit(sha!)).parents, [request.parent]);
      assert.equal(await head('main'), request.parent);
      assert.ok(await look(request.branch, 'apps/shop/values.yaml'));
      assert.deepEqual(await open(harness, request), opened);
      assert.equal(await harness.pullRequests!.count(), 1);
    },
  },
  {
    name: 'takes up where an attempt ended whose answer was lost',
    async run(harness) {
      const { writer, loseAnswers, recover, head } = harness;
      const request = await aPullRequest(harness);
      for (let attempt = 0; attempt < 2; attempt += 1) {
        // The first time it is the branch, the second time the pull request.
        loseAnswers();
        await fails(
          harness,
          writer.pullRequests!.open(request, operateContext()),
          ['timeout', 'unreachable'],
        );
        recover();
      }
      const opened = await open(harness, request);
      assert.equal(opened.headSha, await head(request.branch));
      assert.equal(opened.edited, false);
      assert.equal(await harness.pullRequests!.count(), 1);
    },
  },
  {
    name: 'opens none where the base has moved or the branch is somebody else’s',
    async run(harness) {
      const { writer, push } = harness;
      const request = await aPullRequest(harness);
      const theirs = await push({
        branch: request.branch,
        message: 'Not ours',
        files: { 'x.txt': { content: 'x' } },
      });
      assert.deepEqual(
        await writer.pullRequests!.open(request, operateContext()),
        { type: 'conflict', head: theirs },
      );
      const moved = await push({
        branch: 'main',
        message: 'Be faster',
        files: { 'y.txt': { content: 'y' } },
      });
      assert.deepEqual(
        await writer.pullRequests!.open(
          { ...request, branch: 'throughline/op-2' },
          operateContext(),
        ),
        { type: 'conflict', head: moved },
      );
      assert.equal(await harness.pullRequests!.count(), 0);
      assert.equal(await harness.head('throughline/op-2'), undefined);
    },
  },
  {
    name: 'tells of commits that somebody has added, and of the merge',
    async run(harness) {
      const { writer, repository, push, head } = harness;
      const request = await aPullRequest(harness);
      const { number, headSha } = await open(harness, request);
      const get = () =>
        writer.pullRequests!.get(
          { repository, number, headSha },
          operateContext(),
        );
      assert.equal((await get()).edited, false);
      await push({
        branch: request.branch,
        message: 'Edit',
        files: { 'apps/shop/values.yaml': { content: 'image: shop:3\n' } },
      });
      const edited = await get();
      assert.equal(edited.edited, true);
      assert.equal(edited.state, 'open');
      await harness.pullRequests!.merge(number);
      const merged = await get();
      assert.equal(merged.state, 'merged');
      assert.equal(merged.mergeSha, await head('main'));
      assert.equal(merged.waitsFor, undefined);
    },
  },
  {
    name: 'closes with a word and removes its branch, once',
    async run(harness) {
      const { writer, repository, head } = harness;
      const request = await aPullRequest(harness);
      const { number, headSha } = await open(harness, request);
      for (let time = 0; time < 2; time += 1) {
        await writer.pullRequests!.close(
          { repository, number, comment: 'It is not wanted any more.' },
          operateContext(),
        );
      }
      const { state } = await writer.pullRequests!.get(
        { repository, number, headSha },
        operateContext(),
      );
      assert.equal(state, 'closed');
      assert.equal(await head(request.branch), undefined);
      assert.deepEqual(await harness.pullRequests!.comments(number), [
        'It is not wanted any more.',
      ]);
    },
  },
  {
    name: 'sets what gates say, however much they say',
    async run(harness) {
      const { writer, repository } = harness;
      const { headSha } = await open(harness, await aPullRequest(harness));
      await writer.pullRequests!.setStatus(
        {
          repository,
          sha: headSha,
          context: 'throughline/soaked',
          state: 'pending',
          description: `It has run for 3 minutes of 30 ${'🕰'.repeat(200)}`,
          url: 'https://portal.example/operations/1',
        },
        operateContext(),
      );
      const [status] = await harness.pullRequests!.statuses(headSha);
      assert.equal(status.context, 'throughline/soaked');
      assert.equal(status.state, 'pending');
      assert.match(status.description, /^It has run for 3 minutes of 30 /);
      assert.doesNotMatch(status.description, /[\ud800-\udbff]…?$/);
    },
  },
];

async function open(
  { writer }: RepositoryWriterHarness,
  request: Awaited<ReturnType<typeof aPullRequest>>,
): Promise<PullRequestState> {
  const opened = await writer.pullRequests!.open(request, operateContext());
  assert.ok('number' in opened, `it was not opened: ${JSON.stringify(opened)}`);
  return opened;
}

import { operateContext } from '@throughline/plugin-delivery-node/testing';
import { createWriterHarness } from '../fixtures/createWriterHarness';
import { WriteTurns } from '../api/WriteTurns';
import { waitsFor } from './pulls/waitsFor';
import { RepositoryRule } from '../api/RepositoryRule';

describe('RepositoryRule', () => {
  const judge = (allowed: boolean | string[], repository: string) =>
    new RepositoryRule(allowed, 'github.com', 'write').judge(repository);

  it('lets nothing be written unless it is allowed, and says why', () => {
    expect(judge(false, 'github.com/acme/gitops')).toEqual({
      reason: expect.stringContaining('delivery.github.write'),
    });
    expect(judge(true, 'other.example/acme/gitops')).toEqual({
      reason: expect.stringContaining('github.com'),
    });
    expect(judge(true, 'github.com/acme/gitops')).toMatchObject({
      owner: 'acme',
      name: 'gitops',
    });
  });

  it.each([
    ['github.com/acme/gitops', true],
    ['github.com/acme/deploy-eu', true],
    ['github.com/acme/gitops2', false],
    ['github.com/acme/deploy', false],
    ['github.com/acmeXgitops', false],
    ['github.com/other/deploy-eu', false],
  ])('by pattern, %s is %p', (repository, allowed) => {
    const judged = judge(
      ['github.com/Acme/gitops', 'github.com/acme/deploy-*'],
      repository,
    );
    expect('owner' in judged).toBe(allowed);
  });
});

describe('WriteTurns', () => {
  it('lets one through at a time, with a pause', async () => {
    const turns = new WriteTurns(40);
    const at: number[] = [];
    let inside = 0;
    const work = async () => {
      inside += 1;
      expect(inside).toBe(1);
      at.push(Date.now());
      await new Promise(resolve => setTimeout(resolve, 5));
      inside -= 1;
    };
    const { signal } = new AbortController();
    await Promise.all([1, 2, 3].map(() => turns.take(signal, work)));
    expect(at[1] - at[0]).toBeGreaterThanOrEqual(40);
    expect(at[2] - at[1]).toBeGreaterThanOrEqual(40);
  });

  it('goes on after one that failed, and does not act for one that gave up waiting', async () => {
    const turns = new WriteTurns(10_000);
    const { signal } = new AbortController();
    const boom = async () => {
      throw new Error('boom');
    };
    await expect(turns.take(signal, boom)).rejects.toThrow('boom');
    const given = new AbortController();
    const acted = jest.fn();
    const waiting = turns.take(given.signal, acted);
    given.abort(new Error('too late'));
    await expect(waiting).rejects.toThrow('too late');
    expect(acted).not.toHaveBeenCalled();
  });
});

describe('waitsFor', () => {
  const facts = {
    isDraft: false,
    mergeStateStatus: 'CLEAN',
    reviewDecision: null,
  };

  // Every value of MergeStateStatus.
  it.each([
    ['CLEAN', undefined],
    ['HAS_HOOKS', undefined],
    ['UNSTABLE', undefined],
    ['DIRTY', 'conflicts to be resolved'],
    ['BEHIND', 'its branch to be brought up to date with the base'],
    ['BLOCKED', 'what the rules of its base branch ask for'],
    ['DRAFT', 'somebody to mark it as ready for review'],
    ['UNKNOWN', 'GitHub to work out whether it can be merged'],
    ['NEW_WORD', 'something that is not known here (new_word)'],
  ])('%s is %p', (mergeStateStatus, words) => {
    expect(waitsFor({ ...facts, mergeStateStatus })).toBe(words);
  });

  it.each([
    [{ reviewDecision: 'REVIEW_REQUIRED' }, 'a review'],
    [
      { reviewDecision: 'REVIEW_REQUIRED', checks: 'PENDING' },
      'a review and required checks',
    ],
    [
      { reviewDecision: 'APPROVED', checks: 'FAILURE' },
      'required checks, which have failed',
    ],
    [
      { reviewDecision: 'CHANGES_REQUESTED', checks: 'SUCCESS' },
      'the changes that a review asks for',
    ],
    [
      { queue: { position: 2, state: 'AWAITING_CHECKS' } },
      'the merge queue (position 2)',
    ],
    [
      { queue: { position: 1, state: 'UNMERGEABLE' } },
      'the merge queue (position 1), which cannot merge it',
    ],
  ])('blocked, with %p, is %p', (more, words) => {
    expect(waitsFor({ ...facts, mergeStateStatus: 'BLOCKED', ...more })).toBe(
      words,
    );
  });
});

describe('the client of the writer', () => {
  const commitTo = async (
    harness: Awaited<ReturnType<typeof createWriterHarness>>,
  ) =>
    harness.writer.commit(
      {
        repository: harness.repository,
        branch: 'main',
        parent: (await harness.head('main'))!,
        files: { a: '1' },
        message: 'Change',
      },
      operateContext(),
    );

  it.each([
    [
      {
        status: 403,
        body: { message: 'Resource not accessible by integration' },
        headers: {
          'x-accepted-github-permissions':
            'contents=write; contents=write,workflows=write',
        },
      },
      /'contents: write' or 'contents: write' and 'workflows: write'/,
      'permission',
    ],
    [
      { status: 403, body: { message: 'Forbidden' } },
      /lacks the permission 'contents: write'/,
      'permission',
    ],
    [
      { status: 404, body: { message: 'Not Found' } },
      /does not reach the repository or lacks the permission/,
      'permission',
    ],
    [
      {
        status: 403,
        body: { message: 'You have exceeded a secondary rate limit' },
        headers: { 'retry-after': '7' },
      },
      /secondary rate limit/,
      'rateLimit',
    ],
    [{ status: 422, body: { message: 'Nonsense' } }, /Nonsense/, 'protocol'],
  ])('says what %j means', async (refusal, words, kind) => {
    const harness = await createWriterHarness();
    try {
      harness.github.refusal = refusal;
      await expect(commitTo(harness)).rejects.toMatchObject({
        kind,
        message: expect.stringMatching(words),
      });
    } finally {
      await harness.close();
    }
  });

  it('leaves an upstream alone that asked for it, without asking again', async () => {
    const harness = await createWriterHarness();
    try {
      harness.github.refusal = {
        status: 429,
        body: {},
        headers: { 'retry-after': '30' },
      };
      await expect(commitTo(harness)).rejects.toMatchObject({
        kind: 'rateLimit',
      });
      const before = harness.github.calls.length;
      await expect(commitTo(harness)).rejects.toMatchObject({
        kind: 'rateLimit',
        retryAfterMs: expect.any(Number),
      });
      expect(harness.github.calls).toHaveLength(before);
    } finally {
      await harness.close();
    }
  });

  it('is told by a rule that protects the branch, and nothing is written', async () => {
    const harness = await createWriterHarness();
    try {
      harness.github.overrides.set(
        '/api/v3/repos/acme/gitops/git/refs/heads/main',
        { status: 422, body: { message: 'Changes must be made by PR' } },
      );
      const head = await harness.head('main');
      await expect(commitTo(harness)).rejects.toMatchObject({
        kind: 'permission',
        message: expect.stringMatching(/by pull request/),
      });
      expect(await harness.head('main')).toBe(head);
    } finally {
      await harness.close();
    }
  });

  it('walks folders that are too large for one answer, up to the limit', async () => {
    const harness = await createWriterHarness();
    try {
      const ref = await harness.push({
        branch: 'main',
        message: 'Many',
        files: Object.fromEntries(
          Array.from({ length: 520 }, (_, index) => [
            `many/${index % 7}/${index}.yaml`,
            { content: String(index) },
          ]),
        ),
      });
      const { repository } = harness;
      const all = await harness.writer.list(
        { repository, ref, folder: 'many' },
        operateContext(),
      );
      expect(new Set(all).size).toBe(500);
      const some = await harness.writer.list(
        { repository, ref, folder: 'many/3' },
        operateContext(),
      );
      expect(some).toHaveLength(74);
      expect(some).toContain('many/3/10.yaml');
    } finally {
      await harness.close();
    }
  });

  it('reads many files with few requests', async () => {
    const harness = await createWriterHarness();
    try {
      const files = Object.fromEntries(
        Array.from({ length: 60 }, (_, index) => [
          `f${index}.yaml`,
          { content: `n: ${index}\n` },
        ]),
      );
      const ref = await harness.push({ branch: 'main', message: 'F', files });
      harness.github.calls.length = 0;
      const read = await harness.writer.read(
        { repository: harness.repository, ref, paths: Object.keys(files) },
        operateContext(),
      );
      expect(read['f59.yaml']).toBe('n: 59\n');
      expect(harness.github.calls).toHaveLength(2);
    } finally {
      await harness.close();
    }
  });

  it('cannot tell where more commits have come than it looks through', async () => {
    const harness = await createWriterHarness();
    try {
      const since = (await harness.head('main'))!;
      for (let index = 0; index < 320; index += 1) {
        harness.github.repository('acme/gitops').commit();
      }
      const { repository } = harness;
      await expect(
        harness.writer.findCommit(
          { repository, branch: 'main', since, text: 'op-1' },
          operateContext(),
        ),
      ).rejects.toMatchObject({ kind: 'protocol' });
    } finally {
      await harness.close();
    }
  });
});

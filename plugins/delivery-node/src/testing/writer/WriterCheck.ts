import assert from 'node:assert/strict';
import type { CommitRequest, PullRequestRequest } from '../../contract';
import { SourceFailure } from '../../contract';
import type { RepositoryWriterHarness } from './RepositoryWriterHarness';

/** One thing that a writer must hold. */
export interface WriterCheck {
  name: string;
  run(harness: RepositoryWriterHarness): Promise<void>;
}

/** A commit on top of `main` as it is. */
export async function aCommit(
  { repository, head }: RepositoryWriterHarness,
  more: Partial<CommitRequest> = {},
): Promise<CommitRequest> {
  return {
    repository,
    branch: 'main',
    parent: (await head('main'))!,
    files: { 'apps/shop/values.yaml': 'image: shop:2\n' },
    message: 'Promote shop 2\n\nDelivery-Operation: op-1',
    author: { name: 'Ada Lovelace', email: 'ada@example.test' },
    ...more,
  };
}

/** A pull request on top of `main` as it is. */
export async function aPullRequest(
  harness: RepositoryWriterHarness,
  more: Partial<PullRequestRequest> = {},
): Promise<PullRequestRequest> {
  return {
    ...(await aCommit(harness)),
    base: 'main',
    branch: 'throughline/op-1',
    title: 'Promote shop 2',
    body: 'By an operation.',
    ...more,
  };
}

/** Asserts that a call fails as a source does, without a secret in its message. */
export async function fails(
  { secrets }: RepositoryWriterHarness,
  call: Promise<unknown>,
  kinds?: readonly SourceFailure['kind'][],
): Promise<SourceFailure> {
  const error = await call.then(
    value => assert.fail(`it was answered: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof SourceFailure, `it threw ${error}`);
  secrets.forEach(secret => assert.ok(!error.message.includes(secret)));
  if (kinds) {
    assert.ok(
      kinds.includes(error.kind),
      `it is of kind ${error.kind}: ${error.message}`,
    );
  }
  return error;
}

import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { Scratch } from './Scratch';

/**
 * Moves a branch from one commit to another, where it still is at the first: the host compares, whatever happens
 * meanwhile.
 *
 * @returns whether it was moved
 * @throws SourceFailure where it was not, or nobody knows, and not because of where the branch is
 */
export async function push(
  scratch: Scratch,
  move: { ref: string; from: string; to: string },
): Promise<boolean> {
  let told = '';
  try {
    await scratch.remote(
      [
        'push',
        '--porcelain',
        '--no-verify',
        // A delta against files that were not fetched would fetch them.
        '--no-thin',
        `--force-with-lease=${move.ref}:${move.from}`,
        'origin',
        `${move.to}:${move.ref}`,
      ],
      {
        onOutput: chunk => {
          told += chunk.toString('utf8').slice(0, 2_000);
        },
      },
    );
    return true;
  } catch (error) {
    // With `--porcelain`, a refused reference is a line that begins with `!`.
    const refused = /^!\t[^\t]*\t(.*)$/m.exec(told)?.[1];
    if (!(error instanceof SourceFailure) || refused === undefined) {
      throw error;
    }
    if (
      /stale info|fetch first|non-fast-forward|failed to (update|lock)|cannot lock|already exists/i.test(
        refused,
      )
    ) {
      return false;
    }
    if (/unpacker|no match|remote failure/i.test(refused)) {
      throw error;
    }
    throw new SourceFailure(
      'permission',
      `${
        error.message.split(':')[0]
      }: the host does not let the branch be written to: a rule protects it, or the account may not push`,
    );
  }
}

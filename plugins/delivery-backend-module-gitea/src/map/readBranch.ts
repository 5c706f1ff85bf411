import { z } from 'zod';
import {
  malformedResult,
  type BranchItem,
  type ReadResult,
} from '@throughline/plugin-delivery-node';
import type { RepositoryFacts } from './RepositoryFacts';
import { sha } from './schemas';

const Branch = z.object({
  name: z.string().min(1),
  commit: z.object({ id: sha }),
});

/** Reads a branch. */
export function readBranch(
  repository: string,
  facts: RepositoryFacts,
  node: unknown,
): ReadResult<BranchItem> {
  const { data, error } = Branch.safeParse(node);
  if (!data) {
    const name = (node as { name?: unknown } | null)?.name;
    return malformedResult(
      'branch',
      typeof name === 'string' && name ? `${repository}:${name}` : undefined,
      `a branch of ${repository}`,
      error,
    );
  }
  return {
    type: 'item',
    item: {
      kind: 'branch',
      key: `${repository}:${data.name}`,
      repository,
      name: data.name,
      sha: data.commit.id,
      isDefault: data.name === facts.defaultBranch,
      url: facts.url,
    },
  };
}

import { z } from 'zod';
import type { BranchItem } from '@throughline/plugin-delivery-node';
import { reasonOf, type ReadResult } from './ReadResult';
import { webUrl } from './text';

const Branch = z.object({
  name: z.string().min(1),
  target: z.object({ oid: z.string().regex(/^[0-9a-f]{40}$/) }),
});

/** Reads a branch of the GraphQL API. */
export function readBranch(
  repository: string,
  node: unknown,
  context: { defaultBranch?: string; url?: string },
): ReadResult<BranchItem> {
  const parsed = Branch.safeParse(node);
  if (!parsed.success) {
    const name = (node as { name?: unknown } | null)?.name;
    const key = typeof name === 'string' ? `${repository}:${name}` : undefined;
    return {
      type: 'malformed',
      kind: 'branch',
      ...(key ? { key } : {}),
      description: key ?? `a branch of ${repository}`,
      reason: reasonOf(parsed.error),
    };
  }
  const { name, target } = parsed.data;
  const url = webUrl(context.url);
  return {
    type: 'item',
    item: {
      kind: 'branch',
      key: `${repository}:${name}`,
      repository,
      name,
      sha: target.oid,
      isDefault: name === context.defaultBranch,
      ...(url ? { url } : {}),
    },
  };
}

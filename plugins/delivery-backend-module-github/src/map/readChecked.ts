import { z } from 'zod';
import type { PullRequestItem } from '@throughline/plugin-delivery-node';
import { checksOf } from './checksOf';

/** What is known of an open pull request besides itself. */
export type Checked = Pick<PullRequestItem, 'checks' | 'mergeQueue'>;

const Node = z.object({
  number: z.number().int().min(1),
  mergeQueueEntry: z
    .object({
      position: z.number().int().min(1).nullish().catch(undefined),
      state: z.string().min(1).max(60),
    })
    .nullish()
    .catch(undefined),
  commits: z
    .object({
      nodes: z.array(
        z.object({ commit: z.object({ statusCheckRollup: z.unknown() }) }),
      ),
    })
    .nullish()
    .catch(undefined),
});

/**
 * Reads checks and places in the merge queue, by number. The checks are those of the head as the base repository has
 * it: a fork has checks of its own, which say nothing here.
 */
export function readChecked(nodes: readonly unknown[]): Map<number, Checked> {
  const checked = new Map<number, Checked>();
  for (const node of nodes) {
    const { data } = Node.safeParse(node);
    if (data) {
      const { number, mergeQueueEntry: entry, commits } = data;
      const checks = checksOf(commits?.nodes[0]?.commit.statusCheckRollup);
      checked.set(number, {
        ...(checks ? { checks } : {}),
        ...(entry
          ? {
              mergeQueue: {
                ...(entry.position ? { position: entry.position } : {}),
                state: wordsOf(entry.state),
              },
            }
          : {}),
      });
    }
  }
  return checked;
}

function wordsOf(state: string): string {
  return state.toLocaleLowerCase('en-US').replaceAll('_', ' ');
}

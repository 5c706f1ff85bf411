import type {
  DeploymentView,
  HistoryEntry,
  Told,
} from '@throughline/plugin-delivery-common';
import type { CommitItem } from '@throughline/plugin-delivery-node';
import type { CommitGraph } from '../CommitGraph';
import type { EntityRecord } from '../EntityRecord';
import { isMerge, touches } from '../mainline';
import { told, untold } from './told';

/**
 * The source commits that came with a deployment: what its version builds on and the one before does not. A roll back
 * brings none.
 */
export function changesOf(
  { from, to }: DeploymentView,
  entries: readonly HistoryEntry[],
  { claims }: EntityRecord,
  graph: CommitGraph,
): Told<CommitItem[]> {
  if (!to?.commit) {
    return untold(
      to?.unknownBecause ?? 'which version it brought is not known',
    );
  }
  const gap = entries.find(entry => entry.type === 'gap');
  if (gap) {
    return untold(`what ran before is not known: ${gap.reason}`);
  }
  if (!from) {
    return untold('it is the first deployment that is known');
  }
  if (!from.commit) {
    return untold(
      `the commit of ${from.label}, which ran before, is not known${
        from.unknownBecause ? `: ${from.unknownBecause}` : ''
      }`,
    );
  }
  const found = graph.difference(
    [to.commit.sha],
    [graph.reach(from.commit.sha)],
  );
  const folders = claims.source?.paths ?? [''];
  return found
    ? told(found.filter(each => isMerge(each) || touches(each, folders)))
    : untold('the known history of the repository does not reach far enough');
}

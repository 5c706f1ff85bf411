import type {
  TargetView,
  VersionView,
} from '@throughline/plugin-delivery-common';
import type { CommitItem } from '@throughline/plugin-delivery-node';
import { CommitGraph } from '../../read/CommitGraph';
import type { EntityRecord } from '../../read/EntityRecord';
import { touches } from '../../read/mainline';
import type { GateFacts } from '../gates';

/** The trailer by which a commit says that going back past it does harm, with the reason as its value. */
export const IRREVERSIBLE_TRAILER = 'delivery-irreversible';

/** What a roll back of targets to a version takes away again, as far as history is known. */
export function undoneChanges(
  record: Pick<EntityRecord, 'commits' | 'claims'>,
  targets: readonly Pick<TargetView, 'version'>[],
  version: VersionView | undefined,
): NonNullable<GateFacts['undoes']> {
  const running = targets.map(each => each.version?.commit?.sha);
  const from = running.filter(sha => sha !== undefined);
  const to = version?.commit?.sha;
  const folders = record.claims.source?.paths ?? [''];
  if (to === undefined || from.length === 0) {
    // Nothing ties the versions to commits; who marks changes must go by the marks all the same.
    const mayHide = record.commits.some(
      ({ item }) => touches(item, folders) && describe(item).length > 0,
    );
    return { irreversible: [], isWhole: false, mayHide };
  }
  const graph = new CommitGraph(record.commits.map(({ item }) => item));
  const kept = graph.reach(to);
  const shas = new Set(from.flatMap(sha => [...graph.reach(sha).known]));
  const isWhole =
    from.length === running.length &&
    graph.difference(from, [kept]) !== undefined;
  return {
    isWhole,
    mayHide: !isWhole,
    // One of which nobody can tell whether it is undone is better asked about once too often.
    irreversible: [...shas]
      .filter(sha => graph.isIn(sha, kept) !== 'yes')
      .flatMap(sha => graph.get(sha) ?? [])
      .filter(commit => touches(commit, folders))
      .flatMap(describe),
  };
}

function describe({ sha, subject, trailers }: CommitItem): string[] {
  const reason = trailers?.[IRREVERSIBLE_TRAILER]?.[0];
  return reason === undefined
    ? []
    : [`${sha.slice(0, 7)} "${subject}" (${reason})`];
}

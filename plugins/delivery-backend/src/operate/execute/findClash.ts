import type {
  OperateContext,
  RepositoryWriter,
} from '@throughline/plugin-delivery-node';
import { repositoryKey } from '../plan/byRepository';
import type { EditResult, TargetEdit } from '../plan/VersionEdits';
import type { VersionOrder } from '../plan/VersionOrder';
import { unifiedDiff } from '../versions/unifiedDiff';

const MAX_DIFF = 4000;

/** Why something cannot be written any more, and what somebody else has changed. */
export interface Clash {
  message: string;
  /** As `diff -u` writes it; absent where the file as it was is not known. */
  diff?: string;
}

/**
 * Finds what somebody else has changed since an operation was asked for and what it would write over: nobody has agreed
 * to what would come of that. Changes beside it are no clash.
 */
export async function findClash(
  edits: readonly TargetEdit[],
  result: EditResult,
  order: VersionOrder,
  reader: { writer: RepositoryWriter; context: OperateContext },
): Promise<Clash | undefined> {
  const asked = order.heads?.[repositoryKey(edits[0].rule)];
  const hasMoved = asked !== undefined && asked !== result.head;
  const value = changedValue(edits, result.before, order);
  const paths = value
    ? [value.file]
    : restoredPaths(edits, Object.keys(result.files));
  const changed =
    hasMoved && paths.length > 0
      ? await firstChange(paths, [asked, result.head], result, reader)
      : undefined;
  const message =
    value?.message ??
    (changed &&
      `${changed.path} has been changed since this was asked for, and going back would undo that. Look at it, and ask again.`);
  return message === undefined
    ? undefined
    : { message, ...(changed ? { diff: changed.diff } : {}) };
}

/** A value that is neither what it was nor what it is to become. */
function changedValue(
  edits: readonly TargetEdit[],
  before: Readonly<Record<string, string>>,
  order: VersionOrder,
): { file: string; message: string } | undefined {
  for (const { targetId, rule, wanted } of edits) {
    const was = order.before[targetId];
    const is = before[targetId];
    const isWanted = [wanted.tag, wanted.digest, wanted.revision].includes(is);
    if (was !== undefined && is !== undefined && was !== is && !isWanted) {
      return {
        file: rule.file,
        message: `${rule.file} says ${is} by now, and not ${was} as when this was asked for. Look at it, and ask again.`,
      };
    }
  }
  return undefined;
}

/** Of the files that are written, those that are brought back whole. */
function restoredPaths(
  edits: readonly TargetEdit[],
  paths: readonly string[],
): string[] {
  const folders = edits.flatMap(({ restore }) => restore?.folder ?? []);
  return paths.filter(path =>
    folders.some(folder => path.startsWith(`${folder}/`)),
  );
}

async function firstChange(
  paths: readonly string[],
  refs: readonly [string, string],
  { repository }: EditResult,
  { writer, context }: { writer: RepositoryWriter; context: OperateContext },
): Promise<{ path: string; diff: string } | undefined> {
  const [then, now] = await Promise.all(
    refs.map(ref => writer.read({ repository, ref, paths }, context)),
  );
  const path = paths.find(each => then[each] !== now[each]);
  if (path === undefined) {
    return undefined;
  }
  const { diff } = unifiedDiff(repository, path, then[path], now[path]);
  return { path, diff: diff.slice(0, MAX_DIFF) };
}

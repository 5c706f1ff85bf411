import type { FileChange } from '@throughline/plugin-delivery-common';
import {
  SourceFailure,
  type DeliverySource,
  type OperateContext,
} from '@throughline/plugin-delivery-node';
import { byRepository, repositoryKey } from './byRepository';
import { missingPullRequests } from './missingPullRequests';
import { makeEdits, type TargetEdit } from './VersionEdits';
import type { VersionOrder } from './VersionOrder';
import { writerFor } from './writerFor';

/** What is to be written to Git, and what would come of it. */
export interface PlannedEdits extends Pick<VersionOrder, 'edits' | 'before'> {
  heads: Record<string, string>;
  changes: FileChange[];
}

/** Works out what files become, or why they cannot; with no changes where Git says so already. */
export async function planEdits(
  edits: readonly TargetEdit[],
  sources: readonly DeliverySource[],
  context: OperateContext,
): Promise<PlannedEdits | { refusedBecause: string }> {
  const planned: PlannedEdits = {
    edits: [],
    before: {},
    heads: {},
    changes: [],
  };
  try {
    for (const group of byRepository(edits)) {
      const [{ rule }] = group;
      const writer = writerFor(rule.repository, sources);
      if (!('head' in writer)) {
        return { refusedBecause: writer.reason };
      }
      const missing = missingPullRequests(group, writer);
      if (missing) {
        return { refusedBecause: missing };
      }
      const result = await makeEdits(group, writer, context);
      planned.edits.push(
        ...group.map(edit => settle(edit, result.after[edit.targetId])),
      );
      planned.changes.push(...result.changes);
      Object.assign(planned.before, result.before);
      planned.heads[repositoryKey(rule)] = result.head;
    }
    return planned;
  } catch (error) {
    if (error instanceof SourceFailure) {
      return { refusedBecause: error.message };
    }
    throw error;
  }
}

/** Which revision it came to is part of what was agreed to. */
function settle(edit: TargetEdit, after: string | undefined): TargetEdit {
  return edit.rule.strategy === 'revision' && after !== undefined
    ? { ...edit, wanted: { ...edit.wanted, revision: after } }
    : edit;
}

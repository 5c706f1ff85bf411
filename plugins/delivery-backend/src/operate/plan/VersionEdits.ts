import type { FileChange } from '@throughline/plugin-delivery-common';
import {
  SourceFailure,
  type OperateContext,
  type RepositoryWriter,
} from '@throughline/plugin-delivery-node';
import { applyVersion, readVersion } from '../versions/applyVersion';
import { pin, unpin } from '../versions/pinning';
import { unifiedDiff } from '../versions/unifiedDiff';
import type { VersionEdit } from '../versions/VersionEdit';
import type { VersionRule, WantedVersion } from '../versions/VersionRule';

/** Writers list no more, so that a folder of as many may have others. */
const MAX_FILES = 500;

/** What is to be written for one target. */
export interface TargetEdit {
  targetId: string;
  rule: VersionRule;
  wanted: WantedVersion;
  /** Where an earlier configuration is brought back: the folder, and the commit that has it as it was. */
  restore?: { folder: string; revision: string };
  /** Takes the lines out of an automation's hands, or gives them back and changes nothing else. */
  pinning?: 'pin' | 'unpin';
}

/** What a branch becomes by some edits. */
export interface EditResult {
  repository: string;
  branch: string;
  /** The commit that the edits were made on. */
  head: string;
  files: Record<string, string | null>;
  changes: FileChange[];
  /** What each target's file said before, by id. */
  before: Record<string, string>;
  /** What it says then. */
  after: Record<string, string>;
}

/**
 * Works out what files become by some edits of one repository, on the head of its branch as it is now. Used for the diff
 * that is shown and for the commit alike, so that both are the same.
 *
 * @throws SourceFailure, of kind `configuration` where an edit cannot be made
 */
export async function makeEdits(
  edits: readonly TargetEdit[],
  writer: RepositoryWriter,
  context: OperateContext,
): Promise<EditResult> {
  const [{ rule }] = edits;
  const { repository } = rule;
  const head = await writer.head(repository, rule.branch, context);
  const original: Record<string, string | null> = {};
  const files: Record<string, string | null> = {};
  const before: Record<string, string> = {};
  const after: Record<string, string> = {};
  const load = async (paths: readonly string[], ref: string) =>
    writer.read({ repository, ref, paths }, context);
  for (const edit of edits) {
    if (edit.restore) {
      await restore(edit, head.sha, { writer, context, original, files });
    }
    const { file } = edit.rule;
    if (!(file in original)) {
      original[file] = (await load([file], head.sha))[file] ?? null;
    }
    const text = files[file] ?? original[file];
    if (text === null || text === undefined) {
      throw new SourceFailure(
        'configuration',
        `${repository} has no file ${file} on ${head.branch}: is the rule of ${edit.rule.where} right?`,
      );
    }
    if (edit.pinning === 'unpin') {
      files[file] = unpin(text);
      continue;
    }
    const result = editOf(text, original[file] ?? text, edit);
    if ('refusedBecause' in result) {
      throw new SourceFailure('configuration', result.refusedBecause);
    }
    before[edit.targetId] = result.before;
    after[edit.targetId] = result.after;
    files[file] = edit.pinning === 'pin' ? pin(result.text) : result.text;
  }
  const changed = Object.fromEntries(
    Object.entries(files).filter(([path, text]) => text !== original[path]),
  );
  return {
    repository,
    branch: head.branch,
    head: head.sha,
    files: changed,
    before,
    after,
    changes: Object.entries(changed).map(([path, text]) =>
      unifiedDiff(repository, path, original[path] ?? null, text),
    ),
  };
}

/**
 * What the file of a rule becomes. A file that is brought back has its version in itself; that is written only where it
 * can be.
 *
 * @param original - the file as it is on the branch
 */
function editOf(
  text: string,
  original: string,
  { rule, wanted, restore: restored }: TargetEdit,
): VersionEdit {
  const result = applyVersion(text, rule, wanted);
  if (!restored) {
    return result;
  }
  const before = readVersion(original, rule) ?? '';
  return 'text' in result
    ? { ...result, before }
    : { text, before, after: readVersion(text, rule) ?? before };
}

/** Brings all files of a folder back to what they were at a commit. */
async function restore(
  { rule, restore: wanted }: TargetEdit,
  head: string,
  options: {
    writer: RepositoryWriter;
    context: OperateContext;
    original: Record<string, string | null>;
    files: Record<string, string | null>;
  },
): Promise<void> {
  const { writer, context, original, files } = options;
  const { repository } = rule;
  const { folder, revision } = wanted!;
  const [now, then] = await Promise.all(
    [head, revision].map(ref =>
      writer.list({ repository, ref, folder }, context),
    ),
  );
  if (then.length === 0) {
    throw new SourceFailure(
      'configuration',
      `${repository} has nothing in ${folder} at ${revision.slice(
        0,
        7,
      )}: the configuration of then cannot be brought back`,
    );
  }
  if (Math.max(now.length, then.length) >= MAX_FILES) {
    throw new SourceFailure(
      'configuration',
      `${folder} of ${repository} has ${MAX_FILES} files or more: bring the configuration of then back by hand`,
    );
  }
  const paths = [...new Set([...now, ...then])];
  const [texts, earlier] = await Promise.all(
    [head, revision].map(ref =>
      writer.read({ repository, ref, paths }, context),
    ),
  );
  for (const path of paths) {
    original[path] ??= texts[path] ?? null;
    files[path] = earlier[path] ?? null;
  }
}

import type { PullRequestState } from '@throughline/plugin-delivery-node';
import { bodyOf, messageOf, titleOf } from './commitWords';
import { afterConflict, prepareWrite, written } from './prepareWrite';
import type { Write, WriteOptions, Written } from './writeWave';

/** Opens a pull request and waits until people have merged it as it was opened. */
export const writePullRequest: Write = async (
  edits,
  write,
  writer,
  options,
) => {
  const { context, remember } = options;
  const { repository } = edits[0].rule;
  const requests = writer.pullRequests!;
  if (write.sha) {
    return { type: 'written' };
  }
  if (!write.pullRequest) {
    const isSecondAttempt = write.writing !== undefined;
    const prepared = await prepareWrite(edits, write, writer, options);
    if ('type' in prepared) {
      return prepared.type === 'failed' && isSecondAttempt
        ? withLeftover(prepared, branchOf(options))
        : prepared;
    }
    const opened = await requests.open(
      {
        repository,
        base: prepared.branch,
        branch: branchOf(options),
        parent: prepared.head,
        files: prepared.files,
        message: messageOf(options),
        title: titleOf(options),
        body: bodyOf(options),
      },
      context,
    );
    if (!('number' in opened)) {
      return afterConflict(write, repository, remember);
    }
    const { number, url, headSha } = opened;
    write.pullRequest = { number, url, headSha };
    await remember();
  }
  const { number, headSha } = write.pullRequest;
  const state = await requests.get({ repository, number, headSha }, context);
  return judge(state) ?? written(write, state.mergeSha ?? headSha, remember);
};

/** What a pull request that is not merged as it was opened means; undefined where it is. */
function judge({
  edited,
  number,
  state,
  url,
  waitsFor,
}: PullRequestState): Written | undefined {
  if (edited) {
    return {
      type: 'failed',
      message: `somebody has changed pull request #${number} by hand, so that it is not what was asked for and judged any more. ${
        state === 'merged'
          ? 'It is merged: look at what it brought.'
          : 'Close it, and ask again.'
      }`,
    };
  }
  if (state === 'closed') {
    return {
      type: 'failed',
      message: `pull request #${number} was closed without being merged`,
    };
  }
  return state === 'open'
    ? {
        type: 'waiting',
        message: `pull request #${number} waits to be merged${
          waitsFor ? `: ${waitsFor}` : ''
        }`,
        url,
      }
    : undefined;
}

/** Whoever is told that it has failed is told as well what an attempt may have left whose answer was lost. */
function withLeftover<T extends { message: string }>(
  failed: T,
  branch: string,
): T {
  return {
    ...failed,
    message: `${failed.message} A pull request of the branch ${branch} may have been opened: close it.`,
  };
}

/** The branch is the operation's own, and each wave's and base's: a second attempt finds what the first one made. */
function branchOf({
  record,
  wave,
  part,
}: Pick<WriteOptions, 'record' | 'wave' | 'part'>): string {
  const own = `delivery/${record.id}`;
  if (part > 1) {
    return `${own}-${wave}-${part}`;
  }
  return wave > 1 ? `${own}-${wave}` : own;
}

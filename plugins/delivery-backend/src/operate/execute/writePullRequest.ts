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
    const prepared = await prepareWrite(edits, write, writer, options);
    if ('type' in prepared) {
      return prepared;
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

/** The branch is the operation's own, and each wave's: a second attempt finds what the first one made. */
function branchOf({
  record,
  wave,
}: Pick<WriteOptions, 'record' | 'wave'>): string {
  return wave > 1 ? `delivery/${record.id}-${wave}` : `delivery/${record.id}`;
}

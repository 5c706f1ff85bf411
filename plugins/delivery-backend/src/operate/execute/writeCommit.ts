import { messageOf } from './commitWords';
import { afterConflict, prepareWrite, written } from './prepareWrite';
import type { Write } from './writeWave';

/** Writes one commit to the branch, on the head that it was made for and on no other. */
export const writeCommit: Write = async (edits, write, writer, options) => {
  const { context, remember } = options;
  const { repository } = edits[0].rule;
  if (write.sha) {
    return { type: 'written' };
  }
  const prepared = await prepareWrite(edits, write, writer, options);
  if ('type' in prepared) {
    return prepared;
  }
  const answer = await writer.commit(
    {
      repository,
      branch: prepared.branch,
      parent: prepared.head,
      files: prepared.files,
      message: messageOf(options),
    },
    context,
  );
  return answer.type === 'conflict'
    ? afterConflict(write, repository, remember)
    : written(write, answer.sha, remember);
};

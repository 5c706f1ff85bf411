import { cleanMessage, SourceFailure } from '@throughline/plugin-delivery-node';
import { branchField } from './parameterForm';
import type { Pipeline, RunnableJob } from './RunnableJob';

/**
 * The job that is to be run, and what the form says for it.
 *
 * @throws SourceFailure of kind `configuration` where the form names no branch that there is
 */
export function chooseJob(
  pipeline: Pipeline,
  form: Readonly<Record<string, string>>,
): { job: RunnableJob; given: Record<string, string> } {
  if (pipeline.kind === 'job') {
    return { job: pipeline.job, given: { ...form } };
  }
  const field = branchField(pipeline);
  const { [field]: named, ...given } = form;
  const [main] = pipeline.branches.keys();
  const job = pipeline.branches.get(named ?? main);
  if (!job) {
    throw new SourceFailure(
      'configuration',
      `There is no branch '${cleanMessage(
        named ?? '',
        100,
      )}' that can be built any more`,
    );
  }
  return { job, given };
}

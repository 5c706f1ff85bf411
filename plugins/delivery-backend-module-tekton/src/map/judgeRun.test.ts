import { condition } from '../testing/fixtures';
import { judgeRun, judgeTask } from './judgeRun';

/** The reasons that Tekton's types have for the condition `Succeeded`, with the status each comes with. */
const PIPELINE_RUN: [status: string, reason: string, expected: string][] = [
  ['True', 'Succeeded', 'succeeded'],
  ['True', 'Completed', 'succeeded'],
  ['Unknown', 'Started', 'running'],
  ['Unknown', 'Running', 'running'],
  ['Unknown', 'ResolvingPipelineRef', 'running'],
  ['Unknown', 'PipelineRunPending', 'waiting'],
  ['Unknown', 'PipelineRunStopping', 'running'],
  ['Unknown', 'Cancelled', 'running'],
  ['Unknown', 'CancelledRunningFinally', 'running'],
  ['Unknown', 'StoppedRunningFinally', 'running'],
  ['Unknown', 'PipelineRunCouldntCancel', 'running'],
  ['Unknown', 'PipelineRunCouldntTimeOut', 'running'],
  ['False', 'Cancelled', 'cancelled'],
  ['False', 'Failed', 'failed'],
  ['False', 'PipelineRunTimeout', 'failed'],
  ['False', 'CouldntGetPipeline', 'failed'],
  ['False', 'InvalidPipelineResourceBindings', 'failed'],
  ['False', 'InvalidWorkspaceBindings', 'failed'],
  ['False', 'InvalidTaskRunSpecs', 'failed'],
  ['False', 'ParameterTypeMismatch', 'failed'],
  ['False', 'ObjectParameterMissKeys', 'failed'],
  ['False', 'ParamArrayIndexingInvalid', 'failed'],
  ['False', 'CouldntGetTask', 'failed'],
  ['False', 'ParameterMissing', 'failed'],
  ['False', 'PipelineValidationFailed', 'failed'],
  ['False', 'CouldntGetPipelineResult', 'failed'],
  ['False', 'PipelineInvalidGraph', 'failed'],
  ['False', 'PipelineRunCouldntCancel', 'failed'],
  ['False', 'PipelineRunCouldntTimeOut', 'failed'],
  ['False', 'InvalidMatrixParameterTypes', 'failed'],
  ['False', 'InvalidTaskResultReference', 'failed'],
  ['False', 'InvalidPipelineResultReference', 'failed'],
  ['False', 'RequiredWorkspaceMarkedOptional', 'failed'],
  ['False', 'ResourceVerificationFailed', 'failed'],
  ['False', 'CreateRunFailed', 'failed'],
  ['False', 'CELEvaluationFailed', 'failed'],
  ['False', 'InvalidParamValue', 'failed'],
];

const TASK_RUN: [status: string, reason: string, expected: string][] = [
  ['True', 'Succeeded', 'succeeded'],
  ['Unknown', 'Started', 'running'],
  ['Unknown', 'Running', 'running'],
  ['Unknown', 'Pending', 'running'],
  ['Unknown', 'ToBeRetried', 'running'],
  ['Unknown', 'ResolvingTaskRef', 'running'],
  ['Unknown', 'ResolvingStepActionRef', 'running'],
  ['Unknown', 'ExceededResourceQuota', 'running'],
  ['Unknown', 'ExceededNodeResources', 'running'],
  ['Unknown', 'PullImageFailed', 'running'],
  ['Unknown', 'TaskRunCancelled', 'running'],
  ['False', 'TaskRunCancelled', 'cancelled'],
  ['False', 'Failed', 'failed'],
  ['False', 'FailureIgnored', 'failed'],
  ['False', 'TaskRunTimeout', 'failed'],
  ['False', 'TaskRunImagePullFailed', 'failed'],
  ['False', 'TaskRunResultLargerThanAllowedLimit', 'failed'],
  ['False', 'TaskRunStopSidecarFailed', 'failed'],
  ['False', 'TaskRunResolutionFailed', 'failed'],
  ['False', 'TaskRunValidationFailed', 'failed'],
  ['False', 'TaskValidationFailed', 'failed'],
  ['False', 'ResourceVerificationFailed', 'failed'],
  ['False', 'InvalidParamValue', 'failed'],
  ['False', 'PodCreationFailed', 'failed'],
  ['False', 'PodAdmissionFailed', 'failed'],
  ['False', 'CreateContainerConfigError', 'failed'],
];

describe('judgeRun', () => {
  it.each(PIPELINE_RUN)(
    'takes a PipelineRun that is %s by %s as %s',
    (status, reason, expected) => {
      const judged = judgeRun({ conditions: condition(status, reason, 'Why') });
      expect(judged).toMatchObject({ status: expected, raw: reason });
      expect(judged.status === 'failed' && judged.reason).not.toBe(undefined);
    },
  );

  it.each(TASK_RUN)(
    'takes a TaskRun that ended or not as %s by %s as %s',
    (status, reason, expected) => {
      expect(
        judgeTask({
          conditions: condition(status, reason),
          ended: status !== 'Unknown',
          retried: 0,
        }),
      ).toMatchObject({ status: expected, raw: reason });
    },
  );

  it('takes what has no condition yet as queued, and what is held back as waiting', () => {
    expect(judgeRun({ conditions: undefined })).toEqual({ status: 'queued' });
    expect(judgeRun({ conditions: [] })).toEqual({ status: 'queued' });
    expect(
      judgeRun({ conditions: [], asked: 'PipelineRunPending' }),
    ).toMatchObject({ status: 'waiting', raw: 'PipelineRunPending' });
  });

  it('says of what goes on that it is being cancelled, however it is told', () => {
    for (const state of [
      { conditions: condition('Unknown', 'Cancelled') },
      { conditions: condition('Unknown', 'StoppedRunningFinally') },
      { conditions: condition('Unknown', 'Running'), asked: 'Cancelled' },
      {
        conditions: condition('Unknown', 'Running'),
        asked: 'CancelledRunFinally',
      },
      {
        conditions: condition('Unknown', 'Running'),
        asked: 'TaskRunCancelled',
      },
    ]) {
      expect(judgeRun(state)).toMatchObject({
        status: 'running',
        reason: 'it is being cancelled',
      });
    }
    expect(judgeRun({ conditions: condition('Unknown', 'Running') })).toEqual({
      status: 'running',
      raw: 'Running',
    });
  });

  it('is not sure of what nobody has heard of', () => {
    expect(
      judgeRun({ conditions: condition('True', 'Improvised') }),
    ).toMatchObject({ status: 'unknown', raw: 'Improvised' });
    expect(
      judgeRun({ conditions: condition('Perhaps', 'Succeeded') }),
    ).toMatchObject({ status: 'unknown', raw: 'Perhaps' });
    expect(judgeRun({ conditions: condition('True') })).toMatchObject({
      status: 'unknown',
      raw: 'True',
    });
  });

  it('goes by no other condition', () => {
    expect(
      judgeRun({
        conditions: [{ type: 'Ready', status: 'True', reason: 'Succeeded' }],
      }).status,
    ).toBe('queued');
  });
});

describe('judgeTask', () => {
  it('takes a failure without an end as one that may be tried again', () => {
    const failed = condition('False', 'Failed', 'exit code 1');
    expect(judgeTask({ conditions: failed, ended: false, retried: 0 })).toEqual(
      {
        status: 'running',
        raw: 'Failed',
        reason: 'it may be tried again after: exit code 1',
      },
    );
    expect(judgeTask({ conditions: failed, ended: true, retried: 1 })).toEqual({
      status: 'failed',
      raw: 'Failed',
      reason: 'exit code 1',
    });
  });

  it('counts attempts while it runs', () => {
    expect(
      judgeTask({
        conditions: condition('Unknown', 'Running'),
        ended: false,
        retried: 2,
      }),
    ).toMatchObject({ status: 'running', reason: 'attempt 3' });
  });
});

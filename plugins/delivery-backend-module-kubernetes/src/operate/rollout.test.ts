import { mockServices } from '@backstage/backend-test-utils';
import { FakeKubernetes } from '@throughline/plugin-delivery-kubernetes-node/testing';
import type { OperationRequest } from '@throughline/plugin-delivery-node';
import { fakeSource } from '../testing/observeFake';
import { ROLLOUTS_SERVED, targetOf, waitingRollout } from '../testing/rollouts';

const DONE = {
  phase: 'Healthy',
  controllerPause: false,
  pauseConditions: null,
  currentStepIndex: 4,
  stableRS: '5f6c',
  message: undefined,
};

describe('a progressive rollout', () => {
  let api: FakeKubernetes;
  const context = {
    signal: new AbortController().signal,
    logger: mockServices.logger.mock(),
  };

  beforeEach(async () => {
    api = await FakeKubernetes.start({ resources: ROLLOUTS_SERVED });
    api.put('rollouts', waitingRollout('web'));
  });
  afterEach(() => api.close());

  const web = () => api.get('rollouts', 'shop', 'web') as any;
  const subject = () => ({ kind: 'target' as const, target: targetOf(web()) });
  const request = (token: string): OperationRequest => ({
    subject: subject(),
    parameters: {},
    token,
    actor: 'user:default/ada',
  });
  /** As after a restart of the portal: nothing is kept from an earlier one. */
  const operator = async (operation: string) => {
    const source = await fakeSource(api, { kubernetes: { operations: true } });
    return source.operators!.find(each => each.operation === operation)!;
  };
  /** What the controller makes of it. */
  const become = (status: object) =>
    api.put('rollouts', { ...web(), status: { ...web().status, ...status } });
  const steered = () =>
    api.patches.filter(({ subresource }) => subresource === 'status');

  /** The change of the status is made, and nobody hears of it. */
  const loseTheAnswer = async (operation: string) => {
    const push = api.patches.push.bind(api.patches);
    api.patches.push = patch => {
      if (patch.subresource === 'status') {
        api.upstream.disconnect();
      }
      return push(patch);
    };
    const asked = request('token-1');
    await expect(
      (await operator(operation)).start(asked, context),
    ).rejects.toMatchObject({ kind: 'unreachable' });
  };

  describe('that is promoted', () => {
    it('goes on from a pause without an end, and no further', async () => {
      const promote = await operator('promoteRollout');
      expect(promote.unavailable?.(subject())).toBeUndefined();
      const handle = await promote.start(request('token-1'), context);
      expect(steered().map(({ body }) => body.status)).toEqual([
        { pauseConditions: null },
      ]);
      expect(web().status.pauseConditions).toBeUndefined();
      expect(web().spec).toEqual(waitingRollout('web').spec);

      become({ phase: 'Progressing', controllerPause: false });
      expect(await promote.follow(handle, context)).toMatchObject({
        state: 'running',
      });
      become({
        phase: 'Paused',
        currentStepIndex: 3,
        pauseConditions: [
          { reason: 'CanaryPauseStep', startTime: '2026-11-01T08:20:00Z' },
        ],
      });
      expect(await promote.follow(handle, context)).toEqual({
        state: 'succeeded',
        message: 'it waits again: CanaryPauseStep',
      });
      become(DONE);
      expect(await promote.follow(handle, context)).toEqual({
        state: 'succeeded',
      });
    });

    it('runs until its controller has taken note', async () => {
      const promote = await operator('promoteRollout');
      const handle = await promote.start(request('token-1'), context);
      become({
        pauseConditions: (waitingRollout('web').status as any).pauseConditions,
      });
      expect(await promote.follow(handle, context)).toMatchObject({
        state: 'running',
      });
    });

    it('is refused where somebody was faster', async () => {
      const asked = request('token-1');
      become({ phase: 'Progressing', pauseConditions: null });
      const promote = await operator('promoteRollout');
      await expect(promote.start(asked, context)).rejects.toMatchObject({
        kind: 'protocol',
        message: 'It does not wait any more',
      });
      become(DONE);
      await expect(promote.start(asked, context)).rejects.toMatchObject({
        kind: 'protocol',
      });
      expect(api.patches).toEqual([]);
      expect(promote.unavailable?.(subject())).toBe('it does not wait');
    });

    it('says who holds it where its own specification does', async () => {
      api.put(
        'rollouts',
        waitingRollout('web', {
          spec: { paused: true },
          status: { pauseConditions: null },
        }),
      );
      const promote = await operator('promoteRollout');
      await expect(promote.start(request('token-1'), context)).rejects.toThrow(
        'spec.paused',
      );
    });

    it('is promoted once though the answer is lost', async () => {
      await loseTheAnswer('promoteRollout');
      const promote = await operator('promoteRollout');
      expect(await promote.find(request('token-1'), context)).toMatchObject({
        pause: expect.stringContaining('CanaryPauseStep'),
      });
      expect(steered()).toHaveLength(1);
    });

    it('fails where the new version does', async () => {
      const promote = await operator('promoteRollout');
      const handle = await promote.start(request('token-1'), context);
      become({ phase: 'Degraded', message: 'ProgressDeadlineExceeded' });
      expect(await promote.follow(handle, context)).toEqual({
        state: 'failed',
        message: 'ProgressDeadlineExceeded',
      });
    });

    it('is unknown where another version has come between', async () => {
      const promote = await operator('promoteRollout');
      const handle = await promote.start(request('token-1'), context);
      become({ ...DONE, currentPodHash: '9a9a', stableRS: '9a9a' });
      expect(await promote.follow(handle, context)).toMatchObject({
        state: 'unknown',
      });
    });
  });

  describe('that is aborted', () => {
    it('has succeeded only when its controller has given it up', async () => {
      const abort = await operator('abortRollout');
      expect(abort.unavailable?.(subject())).toBeUndefined();
      const handle = await abort.start(request('token-1'), context);
      expect(steered().map(({ body }) => body.status)).toEqual([
        { abort: true },
      ]);
      expect(await abort.follow(handle, context)).toMatchObject({
        state: 'running',
      });
      become({ phase: 'Degraded', message: 'RolloutAborted' });
      expect(await abort.follow(handle, context)).toMatchObject({
        state: 'succeeded',
      });
      expect(abort.unavailable?.(subject())).toBe('it was aborted already');
    });

    it('is aborted once though the answer is lost', async () => {
      await loseTheAnswer('abortRollout');
      const abort = await operator('abortRollout');
      const found = await abort.find(request('token-1'), context);
      expect(found).toMatchObject({ hash: '5f6c' });
      expect(await abort.find(request('token-2'), context)).toBeUndefined();
      expect(steered()).toHaveLength(1);
      become({ phase: 'Degraded' });
      expect(
        await abort.follow(found as Record<string, string>, context),
      ).toMatchObject({ state: 'succeeded' });
    });

    it('is refused where nothing is under way', async () => {
      const asked = request('token-1');
      become(DONE);
      const abort = await operator('abortRollout');
      await expect(abort.start(asked, context)).rejects.toThrow(
        'Nothing is under way any more',
      );
      expect(api.patches).toEqual([]);
      expect(abort.unavailable?.(subject())).toBe('nothing is under way');
    });

    it('has failed where somebody retried it', async () => {
      const abort = await operator('abortRollout');
      const handle = await abort.start(request('token-1'), context);
      become({ abort: false, phase: 'Progressing' });
      expect(await abort.follow(handle, context)).toEqual({
        state: 'failed',
        message: 'it was begun again',
      });
    });
  });

  it('is steered only in the state that was asked about', async () => {
    const asked = request('token-1');
    api.forbids = ({ verb, path }) => {
      if (verb === 'patch' && path.endsWith('/status')) {
        // The controller was faster between the note and the change.
        become({ phase: 'Progressing', pauseConditions: null });
        api.forbids = () => false;
      }
      return false;
    };
    const promote = await operator('promoteRollout');
    await expect(promote.start(asked, context)).rejects.toThrow(
      'It does not wait any more',
    );
    expect(steered()).toEqual([]);
  });

  it('is not taken for done where only the note of it was made', async () => {
    const asked = request('token-1');
    await api.upstream.misbehave({ type: 'loseWrites' });
    const promote = await operator('promoteRollout');
    await expect(promote.start(asked, context)).rejects.toMatchObject({
      kind: 'unreachable',
    });
    await api.upstream.recover();
    expect(api.patches).toHaveLength(1);
    expect(await promote.find(asked, context)).toBeUndefined();
    await promote.start(asked, context);
    expect(steered()).toHaveLength(1);
  });

  it('names the right that is missing', async () => {
    api.forbids = ({ verb, path }) =>
      verb === 'patch' && path.endsWith('/status');
    const abort = await operator('abortRollout');
    await expect(abort.start(request('token-1'), context)).rejects.toThrow(
      "grant it 'patch' on rollouts/status of argoproj.io",
    );
    expect(await abort.find(request('token-1'), context)).toBeUndefined();
  });

  it('is restarted by its own field, which is in no pod template', async () => {
    const restart = await operator('restart');
    const handle = await restart.start(request('token-1'), context);
    expect(web().spec).toEqual({
      ...(waitingRollout('web').spec as object),
      restartAt: handle.at,
    });
  });
});

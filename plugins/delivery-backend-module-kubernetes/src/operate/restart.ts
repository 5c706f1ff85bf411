import {
  addressFrom,
  locateObject,
  patchObject,
  type KubernetesClient,
} from '@throughline/plugin-delivery-kubernetes-node';
import {
  SourceFailure,
  type SourceOperation,
} from '@throughline/plugin-delivery-node';
import { RESTARTABLE } from '../workloads/kinds';
import { judgeRestart, restartMark } from './judgeRestart';
import {
  OPERATION,
  readLiveWorkload,
  RESTARTED_AT,
  type LiveWorkload,
} from './LiveWorkload';
import { objectOf, workloadOf } from './subject';

/**
 * Replaces the pods of a workload one after the other, as `kubectl rollout restart` and Argo Rollouts do. It deploys
 * nothing, and nothing of it is in Git, so that no controller that applies from there would undo it.
 */
export function restartOperation(
  connect: () => KubernetesClient,
): SourceOperation {
  return {
    operation: 'restart',
    subject: 'target',
    resources: RESTARTABLE,
    unavailable(subject) {
      const { health } = workloadOf(subject);
      return health.raw === 'DeploymentPaused'
        ? 'its rollout is paused'
        : undefined;
    },
    async start({ subject, token }, { signal }) {
      const client = connect();
      const target = objectOf(workloadOf(subject));
      const address = await locateObject(client, target, signal);
      refuse(await readLiveWorkload(client, address, signal));
      // Whole seconds: that is what Argo Rollouts keeps of it.
      const at = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
      await patchObject(
        client,
        address,
        {
          metadata: { annotations: { [OPERATION]: token } },
          spec:
            address.kind === 'Rollout'
              ? { restartAt: at }
              : {
                  template: {
                    metadata: { annotations: { [RESTARTED_AT]: at } },
                  },
                },
        },
        { signal },
      );
      return { ...address, at };
    },
    async find({ subject, token }, { signal }) {
      const client = connect();
      const target = objectOf(workloadOf(subject));
      const address = await locateObject(client, target, signal);
      const live = await readLiveWorkload(client, address, signal);
      return live?.annotations[OPERATION] === token
        ? { ...address, at: restartMark(live) }
        : undefined;
    },
    async follow(handle, { signal }) {
      return judgeRestart(
        await readLiveWorkload(connect(), addressFrom(handle), signal),
        handle.at,
      );
    },
  };
}

/** Says why a restart would come to nothing. */
function refuse(live: LiveWorkload | undefined): void {
  if (!live) {
    throw new SourceFailure('protocol', 'The workload is gone');
  }
  const { facts, spec } = live;
  if (facts.kind === 'Deployment' && spec.paused) {
    throw new SourceFailure(
      'protocol',
      'Its rollout is paused: no pod would be replaced',
    );
  }
  if (spec.updateStrategy?.type === 'OnDelete') {
    throw new SourceFailure(
      'protocol',
      'Its pods are replaced only where somebody deletes them (OnDelete)',
    );
  }
}

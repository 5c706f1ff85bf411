import {
  FAKE_RESOURCES,
  type FakeObject,
  type FakeResource,
} from '@throughline/plugin-delivery-kubernetes-node/testing';
import type { TargetItem } from '@throughline/plugin-delivery-node';
import { buildTarget } from '../workloads/buildTarget';
import { projectWorkload } from '../workloads/projectWorkload';
import { template } from './fixtures';

/** What a cluster with Argo Rollouts serves. */
export const ROLLOUTS_SERVED: readonly FakeResource[] = [
  ...FAKE_RESOURCES,
  {
    group: 'argoproj.io',
    version: 'v1alpha1',
    plural: 'rollouts',
    kind: 'Rollout',
  },
];

/** A canary that waits at its first step for a person; `spec` and `status` are merged in. */
export function waitingRollout(
  name: string,
  changes: { spec?: object; status?: object } = {},
): FakeObject {
  return {
    metadata: { namespace: 'shop', name, generation: 2 },
    spec: {
      replicas: 2,
      template: template(name, `ghcr.io/acme/${name}:1.1.0`),
      strategy: {
        canary: {
          steps: [
            { setWeight: 20 },
            { pause: {} },
            { setWeight: 60 },
            { pause: {} },
          ],
        },
      },
      ...changes.spec,
    },
    status: {
      observedGeneration: '2',
      phase: 'Paused',
      message: 'CanaryPauseStep',
      controllerPause: true,
      currentPodHash: '5f6c',
      stableRS: '7d8e',
      currentStepIndex: 1,
      pauseConditions: [
        { reason: 'CanaryPauseStep', startTime: '2026-11-01T08:10:00Z' },
      ],
      readyReplicas: 2,
      updatedReplicas: 1,
      availableReplicas: 2,
      ...changes.status,
    },
  };
}

/** The target that a source tells of a Deployment or a Rollout. */
export function targetOf(object: FakeObject): TargetItem {
  const kind =
    'strategy' in (object.spec as object)
      ? 'argoproj.io/Rollout'
      : 'apps/Deployment';
  const facts = projectWorkload[kind]({ labels: [] })(object);
  if (!facts) {
    throw new Error(`${object.metadata.name} is no workload`);
  }
  return buildTarget(facts, undefined, undefined, { name: 'prod' });
}

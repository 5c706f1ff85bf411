import type { RolloutProgress } from '@throughline/plugin-delivery-common';
import { cleanMessage } from '@throughline/plugin-delivery-node';
import type { Projection } from '@throughline/plugin-delivery-kubernetes-node';
import { z } from 'zod';
import { judgeRollout } from '../health';
import { baseFacts, type ProjectOptions } from './baseFacts';
import { count, metadataSchema, templateSchema } from './schemas';
import type { RevisionProgress, WorkloadFacts } from './WorkloadFacts';

const stepSchema = z.object({ setWeight: count });

const schema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    replicas: count,
    paused: z.boolean().nullish(),
    template: templateSchema.nullish().catch(undefined),
    strategy: z
      .object({
        canary: z.object({ steps: z.array(stepSchema).nullish() }).nullish(),
        blueGreen: z.unknown().optional(),
      })
      .nullish(),
  }),
  status: z
    .object({
      observedGeneration: z.union([z.string(), z.number()]).optional(),
      phase: z.string().optional(),
      message: z.string().optional(),
      abort: z.boolean().nullish(),
      controllerPause: z.boolean().nullish(),
      pauseConditions: z.array(z.unknown()).nullish(),
      currentStepIndex: count,
      currentPodHash: z.string().optional(),
      stableRS: z.string().optional(),
      readyReplicas: count,
      updatedReplicas: count,
      availableReplicas: count,
      canary: z
        .object({
          weights: z
            .object({ canary: z.object({ weight: count }).nullish() })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

type Rollout = z.infer<typeof schema>;

/** Projects Argo Rollouts. */
export function projectRollout(
  options: ProjectOptions,
): Projection<WorkloadFacts> {
  return object => {
    const parsed = schema.parse(object);
    const { metadata, spec, status } = parsed;
    const replicas = {
      desired: spec.replicas ?? 1,
      ready: status?.readyReplicas ?? 0,
      updated: status?.updatedReplicas ?? 0,
      available: status?.availableReplicas ?? 0,
    };
    const rollout = progressOf(parsed);
    const observed = status?.observedGeneration;
    const health = judgeRollout({
      deletionTimestamp: metadata.deletionTimestamp,
      generation: metadata.generation,
      observedGeneration: observed === undefined ? undefined : String(observed),
      phase: status?.phase || undefined,
      message: status?.message || undefined,
      paused: rollout?.paused ?? false,
      aborted: status?.abort ?? false,
      desired: replicas.desired,
      available: Math.min(replicas.available, replicas.ready),
    });
    return {
      ...baseFacts(
        'argoproj.io',
        'Rollout',
        metadata,
        spec.template ?? undefined,
        options,
      ),
      health,
      replicas,
      ...(rollout && { rollout }),
      progress: {
        current: metadata.annotations?.['rollout.argoproj.io/revision'],
        outcome: outcomeOf(parsed, health.status),
      },
    };
  };
}

function progressOf({ spec, status }: Rollout): RolloutProgress | undefined {
  const { canary, blueGreen } = spec.strategy ?? {};
  if (!canary && !blueGreen) {
    return undefined;
  }
  const steps = canary?.steps ?? undefined;
  const message = cleanMessage(status?.message ?? '', 200);
  const isSettled = status?.currentPodHash === status?.stableRS;
  const step = status?.currentStepIndex ?? undefined;
  return {
    strategy: canary ? 'canary' : 'blueGreen',
    ...(steps?.length && step !== undefined && { step }),
    ...(steps?.length && { steps: steps.length }),
    ...weightOf(steps, step, status, isSettled),
    paused:
      Boolean(spec.paused) ||
      Boolean(status?.controllerPause) ||
      Boolean(status?.pauseConditions?.length),
    ...(status?.abort && { aborted: true }),
    ...(message && { message }),
  };
}

/** The weight that the controller tells; without traffic routing, that of the last step that set one. */
function weightOf(
  steps: z.infer<typeof stepSchema>[] | undefined,
  step: number | undefined,
  status: Rollout['status'],
  isSettled: boolean,
): { weight?: number } {
  if (!steps?.length || !status) {
    return {};
  }
  if (isSettled) {
    return { weight: 100 };
  }
  if (status.abort) {
    return { weight: 0 };
  }
  const told = status.canary?.weights?.canary?.weight;
  if (typeof told === 'number') {
    return { weight: Math.min(told, 100) };
  }
  const done = steps.slice(0, (step ?? 0) + 1).reverse();
  const weight = done.find(({ setWeight }) => typeof setWeight === 'number');
  return { weight: Math.min(weight?.setWeight ?? 0, 100) };
}

function outcomeOf(
  { status }: Rollout,
  health: string,
): RevisionProgress['outcome'] {
  if (status?.abort || health === 'degraded') {
    return 'failed';
  }
  return health === 'healthy' && status?.currentPodHash === status?.stableRS
    ? 'succeeded'
    : 'running';
}

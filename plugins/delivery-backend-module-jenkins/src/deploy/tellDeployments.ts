import type {
  DeploymentItem,
  ObservedItem,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import { pipelineKeysOf } from '../map/readBuild';
import type { Deployed } from './readDeployed';
import type { TargetState } from './TargetState';

/** The label by which an entity finds what belongs to it. */
export const ENTITY_LABEL = 'backstage.io/kubernetes-id';

/**
 * The deployments, and the targets as they stand after them.
 *
 * @param deployed - of one job, in any order
 * @param known - what was known of the targets before; brought up to date
 */
export function tellDeployments(
  fullName: string,
  deployed: readonly Deployed[],
  known: Map<string, TargetState>,
): ObservedItem[] {
  const oldestFirst = [...deployed].sort(
    (a, b) => a.build.number - b.build.number,
  );
  for (const one of oldestFirst) {
    known.set(one.target, stateAfter(one, known.get(one.target)));
  }
  const targets = new Set(deployed.map(({ target }) => target));
  return [
    ...deployed.map(deploymentOf),
    ...[...targets].flatMap(key => {
      const state = known.get(key);
      return state ? [targetOf(key, fullName, state)] : [];
    }),
  ];
}

function stateAfter(
  { environment, service, build, images, desired }: Deployed,
  before: TargetState | undefined,
): TargetState {
  const { run, status, number } = build;
  const isNewest = number >= (before?.newest.number ?? 0);
  const finishedAt = run.finishedAt ?? '';
  const isLast =
    status.deployment === 'succeeded' &&
    finishedAt >= (before?.last?.finishedAt ?? '');
  const last = isLast ? { finishedAt, images, desired } : before?.last;
  const url = run.url?.replace(/\d+\/?$/, '') ?? before?.url;
  return {
    environment,
    ...(service ? { service } : {}),
    newest:
      isNewest || !before
        ? {
            number,
            status: status.operation,
            ...(run.status.raw ? { raw: run.status.raw } : {}),
            ...(run.startedAt ? { startedAt: run.startedAt } : {}),
            ...(run.finishedAt ? { finishedAt: run.finishedAt } : {}),
          }
        : before.newest,
    ...(last ? { last } : {}),
    ...(url ? { url } : {}),
  };
}

function deploymentOf(deployed: Deployed): DeploymentItem {
  const { build, images, desired, target } = deployed;
  const { run, status, number } = build;
  return {
    kind: 'deployment',
    key: `${target}#${number}`,
    targetKey: target,
    revisions: desired.flatMap(source => source.revision ?? []),
    desired,
    ...(images.length > 0 ? { images } : {}),
    outcome: status.deployment,
    ...(run.startedAt ? { startedAt: run.startedAt } : {}),
    ...(run.finishedAt ? { finishedAt: run.finishedAt } : {}),
    ...(run.actor ? { actor: run.actor } : {}),
    ...(run.trigger ? { trigger: run.trigger } : {}),
    ...(run.title ? { message: run.title } : {}),
    ...(run.url ? { url: run.url } : {}),
  };
}

/**
 * An environment that a job deploys to. What was deployed is known, what runs is not: neither sync nor health is
 * claimed, however well the job went.
 */
function targetOf(
  key: string,
  fullName: string,
  { environment, service, newest, last, url }: TargetState,
): TargetItem {
  const reason =
    'not observed: a pipeline that finished says nothing of what runs';
  const { number, ...operation } = newest;
  return {
    kind: 'target',
    key,
    type: 'environment',
    resource: 'Job',
    name: environment,
    project: fullName,
    labels: {
      environment,
      ...(service ? { [ENTITY_LABEL]: service } : {}),
    },
    desired: last?.desired ?? [],
    sync: { status: 'unknown', reason },
    health: { status: 'unknown', reason },
    images: last?.images ?? [],
    imagesAre: 'desired',
    operation: { type: 'deploy', ...operation },
    // A job that several services share would give each of them all of its environments.
    ...(service ? {} : { pipelineKeys: pipelineKeysOf(fullName) }),
    ...(url ? { url } : {}),
  };
}

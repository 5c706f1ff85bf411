import type { DeploymentOutcome } from '@throughline/plugin-delivery-common';
import {
  cleanMessage,
  type DeploymentItem,
  type RunItem,
} from '@throughline/plugin-delivery-node';
import { statusOf } from './judgeWorkspace';
import { desiredOf, type KnownWorkspace } from './KnownWorkspace';
import { repositoryOf, repositoryUrlOf, type RunFacts } from './runFacts';
import type { RunObject } from './schemas';

const ENDS = [
  'applied-at',
  'planned-and-finished-at',
  'assessed-at',
  'errored-at',
  'policy-soft-failed-at',
  'discarded-at',
  'canceled-at',
  'force-canceled-at',
];

/** Tells a run as a pipeline run. */
export function runOf(
  run: RunObject,
  facts: RunFacts,
  known: KnownWorkspace,
): RunItem {
  const { attributes } = run;
  const { name } = known.workspace.attributes;
  const status = statusOf(run);
  const repository = repositoryOf(repositoryUrlOf(known.workspace, facts));
  const title = cleanMessage(attributes.message?.split('\n')[0] ?? '', 200);
  const startedAt = at(run, 'planning-at', 'pre-plan-running-at');
  const finishedAt = at(run, ...ENDS);
  const entity = known.labels['backstage.io/kubernetes-id'];
  return {
    kind: 'run',
    key: run.id,
    ...(repository && { repository }),
    pipelineKeys: [name],
    ...(entity && { labels: { 'backstage.io/kubernetes-id': entity } }),
    pipeline: name,
    status,
    ...(attributes.source && { trigger: attributes.source }),
    ...(facts.branch && { branch: facts.branch }),
    ...(facts.sha && { sha: facts.sha }),
    ...(title && { title }),
    ...(facts.actor && { actor: facts.actor }),
    createdAt: attributes['created-at'],
    ...(startedAt && { startedAt }),
    ...(finishedAt && { finishedAt }),
    url: `${known.url}/runs/${run.id}`,
    jobs: [],
  };
}

/** Tells a run that came as far as to change something as a deployment. */
export function deploymentOf(
  run: RunObject,
  facts: RunFacts,
  known: KnownWorkspace,
): DeploymentItem | undefined {
  const { attributes, relationships } = run;
  const startedAt = at(run, 'applying-at', 'apply-queued-at', 'confirmed-at');
  if (
    attributes['plan-only'] ||
    (!startedAt && attributes.status !== 'applied')
  ) {
    return undefined;
  }
  const finishedAt = at(run, ...ENDS);
  const version = relationships?.['configuration-version']?.data?.id;
  const revision = facts.sha ?? version;
  return {
    kind: 'deployment',
    key: run.id,
    targetKey: known.workspace.id,
    revisions: revision ? [revision] : [],
    desired: desiredOf(known).map(({ url, path }) => ({
      url,
      ...(path && { path }),
      ...(revision && { revision }),
    })),
    outcome: outcomeOf(run),
    ...(startedAt && { startedAt }),
    ...(finishedAt && { finishedAt }),
    ...(facts.actor && { actor: facts.actor }),
    ...(attributes.source && {
      trigger: attributes['auto-apply']
        ? `${attributes.source}, applied by itself`
        : attributes.source,
    }),
    url: `${known.url}/runs/${run.id}`,
  };
}

function outcomeOf(run: RunObject): DeploymentOutcome {
  const { status } = statusOf(run);
  switch (status) {
    case 'succeeded':
      return run.attributes.status === 'applied' ? 'succeeded' : 'unknown';
    case 'queued':
    case 'running':
    case 'waiting':
      return 'running';
    case 'failed':
    case 'cancelled':
      return status;
    default:
      return 'unknown';
  }
}

/** The first of these times that the run has. */
function at(run: RunObject, ...names: string[]): string | undefined {
  const times = run.attributes['status-timestamps'];
  return names.map(name => times?.[name]).find(Boolean) ?? undefined;
}

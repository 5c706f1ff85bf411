import type {
  DesiredSource,
  PlanCounts,
  RunStatus,
  TargetCondition,
} from '@throughline/plugin-delivery-common';
import {
  cleanMessage,
  urlSegment,
  type TargetItem,
} from '@throughline/plugin-delivery-node';
import type { Included } from './Included';
import {
  judgeHealth,
  judgeSync,
  statusOf,
  type Grounds,
} from './judgeWorkspace';
import { readFacts, repositoryUrlOf, type RunFacts } from './runFacts';
import {
  Assessment,
  Project,
  Run,
  RunPlan,
  TagBinding,
  type RunObject,
  type WorkspaceObject,
} from './schemas';

/** A workspace with all that came along with it. */
export interface KnownWorkspace extends Grounds {
  projectName?: string;
  labels: Record<string, string>;
  facts?: RunFacts;
  plan?: Omit<PlanCounts, 'url'>;
  /** Where a person can open it. */
  url: string;
}

/** What has to come along with a workspace, so that one call tells all of it. */
export const WORKSPACE_INCLUDES = [
  'current_run',
  'current_run.plan',
  'current_run.configuration_version.ingress_attributes',
  'current_assessment_result',
  'effective_tag_bindings',
  'project',
].join(',');

/** Joins a workspace with what came along. */
export function knowWorkspace(
  workspace: WorkspaceObject,
  included: Included,
  organizationUrl: string,
): KnownWorkspace {
  const { relationships, attributes } = workspace;
  const run = included.find(Run, relationships?.['current-run']);
  return {
    workspace,
    run,
    facts: run && readFacts(run, included),
    plan: run && planOf(run, included),
    assessment: included.find(
      Assessment,
      relationships?.['current-assessment-result'],
    )?.attributes,
    projectName: included.find(Project, relationships?.project)?.attributes
      .name,
    labels: labelsOf(workspace, included),
    url: `${organizationUrl}/workspaces/${urlSegment(attributes.name)}`,
  };
}

/** Tells a workspace as a target. */
export function targetOf(known: KnownWorkspace): TargetItem {
  const { workspace, run, assessment, plan } = known;
  const { name } = workspace.attributes;
  const drifted = assessment?.drifted ? assessment['resources-drifted'] : 0;
  const conditions = conditionsOf(workspace);
  return {
    kind: 'target',
    key: workspace.id,
    type: 'infrastructure',
    resource: 'Workspace',
    name,
    ...(known.projectName && { project: known.projectName }),
    labels: known.labels,
    desired: desiredOf(known),
    sync: judgeSync(known),
    health: judgeHealth(known),
    images: [],
    imagesAre: 'desired',
    ...(run && { operation: operationOf(run) }),
    ...(drifted && { drift: { count: drifted, resources: [] } }),
    ...(conditions.length > 0 && { conditions }),
    pipelineKeys: [name],
    // What was applied is history, and no plan any more.
    ...(run &&
      plan &&
      statusOf(run).status !== 'succeeded' && {
        plan: { ...plan, url: `${known.url}/runs/${run.id}` },
      }),
    url: known.url,
  };
}

/** Where the configuration is, what of it was applied, and what waits to be. */
export function desiredOf(known: KnownWorkspace): DesiredSource[] {
  const { workspace, run, facts } = known;
  const url = repositoryUrlOf(workspace, facts);
  if (!url) {
    return [];
  }
  const folder = workspace.attributes['working-directory'];
  const branch = workspace.attributes['vcs-repo']?.branch;
  const isDone = run && statusOf(run).status === 'succeeded';
  return [
    {
      url,
      ...(folder && { path: folder.replace(/^\/+|\/+$/g, '') }),
      ...(branch && { targetRevision: branch }),
      ...(facts?.sha && { [isDone ? 'revision' : 'available']: facts.sha }),
    },
  ];
}

const OPERATION_STATUS: Record<
  RunStatus,
  NonNullable<TargetItem['operation']>['status']
> = {
  queued: 'queued',
  running: 'running',
  waiting: 'running',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'failed',
  skipped: 'failed',
  unknown: 'unknown',
};

function operationOf(run: RunObject): TargetItem['operation'] {
  const { status, raw } = statusOf(run);
  return {
    type: run.attributes['is-destroy'] === true ? 'destroy' : 'apply',
    status: OPERATION_STATUS[status],
    ...(raw !== undefined && { raw }),
    startedAt: run.attributes['created-at'],
  };
}

function planOf(
  run: RunObject,
  included: Included,
): KnownWorkspace['plan'] | undefined {
  const attributes = included.find(
    RunPlan,
    run.relationships?.plan,
  )?.attributes;
  const [add, change, destroy] = [
    attributes?.['resource-additions'],
    attributes?.['resource-changes'],
    attributes?.['resource-destructions'],
  ].map(count => count ?? undefined);
  if (add === undefined || change === undefined || destroy === undefined) {
    return undefined;
  }
  const imported = attributes?.['resource-imports'];
  const plannedAt = attributes?.['status-timestamps']?.['finished-at'];
  return {
    add,
    change,
    destroy,
    ...(imported && { import: imported }),
    ...(plannedAt && { plannedAt }),
  };
}

/** Tags with a value, then the older tags, `key:value` among them; both are the workspace's labels. */
function labelsOf(
  { attributes, relationships }: WorkspaceObject,
  included: Included,
): Record<string, string> {
  const labels = new Map<string, string>();
  for (const tag of attributes['tag-names'] ?? []) {
    const [key, ...rest] = tag.split(':');
    if (key) {
      labels.set(key, rest.join(':'));
    }
  }
  for (const data of relationships?.['effective-tag-bindings']?.data ?? []) {
    const binding = included.find(TagBinding, { data })?.attributes;
    if (binding) {
      labels.set(binding.key, binding.value ?? '');
    }
  }
  return Object.fromEntries([...labels].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A run locks its workspace while it is on, which says nothing; people and teams have their reasons. */
function conditionsOf({
  attributes,
  relationships,
}: WorkspaceObject): TargetCondition[] {
  const by = relationships?.['locked-by']?.data?.type;
  if (!attributes.locked || by === 'runs') {
    return [];
  }
  const reason = cleanMessage(attributes['locked-reason'] ?? '');
  return [
    {
      type: 'Locked',
      message: reason ? `locked: ${reason}` : 'locked, for no told reason',
      severity: 'warning',
    },
  ];
}

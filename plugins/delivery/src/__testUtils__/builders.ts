import {
  type ChangeReach,
  type ChangeView,
  type CommitSummary,
  type EnvironmentInfo,
  type Lane,
  type RunStatus,
  type RunView,
  type SourceStatus,
  type TargetView,
  type VersionView,
  worstHealth,
  worstSync,
} from '@throughline/plugin-delivery-common';
import { minutesAgo } from './times';

const REPOSITORY = 'github.com/acme/checkout';

/** The ladder of the fixtures. */
export const ENVIRONMENTS = {
  development: {
    name: 'development',
    title: 'Development',
    production: false,
    follows: [],
  },
  staging: {
    name: 'staging',
    title: 'Staging',
    production: false,
    follows: ['development'],
  },
  production: {
    name: 'production',
    title: 'Production',
    production: true,
    follows: ['staging'],
  },
} satisfies Record<string, EnvironmentInfo>;

/** A 40-digit commit that starts with what is given. */
export function sha(start: string): string {
  return start.padEnd(40, '0');
}

/** A digest that starts with what is given. */
export function digest(start: string): string {
  return `sha256:${start.padEnd(64, '0')}`;
}

/** A commit of the service. */
export function commit(
  start: string,
  subject: string,
  options: { author?: string; minutes?: number; repository?: string } = {},
): CommitSummary {
  const repository = options.repository ?? REPOSITORY;
  return {
    repository,
    sha: sha(start),
    subject,
    author: { name: options.author ?? 'Mira Okafor' },
    committedAt: minutesAgo(options.minutes ?? 180),
    url: `https://${repository}/commit/${sha(start)}`,
  };
}

/** A version built from a commit. */
export function version(label: string, from?: CommitSummary): VersionView {
  return {
    label,
    image: {
      repository: 'ghcr.io/acme/checkout',
      tag: label,
      digest: digest(label.replace(/\D/g, '')),
    },
    ...(from
      ? {
          commit: from,
          evidence: {
            certainty: 'certain' as const,
            reason: 'image label org.opencontainers.image.revision',
          },
        }
      : { unknownBecause: 'the image names no commit' }),
  };
}

/** A fresh source. */
export function source(
  id: string,
  title: string,
  overrides: Partial<SourceStatus> = {},
): SourceStatus {
  return {
    id,
    system: id.split(':')[0],
    title,
    state: 'fresh',
    lastSuccessAt: minutesAgo(0.2),
    ...overrides,
  };
}

/** A target that is well. */
export function target(
  name: string,
  overrides: Partial<TargetView> = {},
): TargetView {
  return {
    id: `target-${name}`,
    sourceId: 'argocd:prod',
    type: 'application',
    resource: 'Application',
    name,
    sync: { status: 'synced', raw: 'Synced' },
    health: { status: 'healthy', raw: 'Healthy' },
    link: {
      entityRule: 'annotation argocd/app-name',
      environmentRule: 'label environment',
      trust: 'backed',
      trustReason: 'label backstage.io/kubernetes-id names this entity',
    },
    access: 'full',
    sharedWith: [],
    namespace: name,
    cluster: 'prod-eu',
    url: `https://argocd.example.com/applications/${name}`,
    replicas: { desired: 3, ready: 3 },
    ...overrides,
  };
}

/** A lane that sums its targets up as the backend does. */
export function lane(
  environment: EnvironmentInfo,
  targets: TargetView[],
  overrides: Partial<Lane> = {},
): Lane {
  const counts = new Map<string, number>();
  for (const { version: running } of targets) {
    if (running) {
      counts.set(running.label, (counts.get(running.label) ?? 0) + 1);
    }
  }
  const versions = [...counts]
    .map(([label, number]) => ({ label, targets: number }))
    .sort((a, b) => b.targets - a.targets);
  return {
    environment,
    sync: worstSync(targets.map(({ sync }) => sync)),
    health: worstHealth(targets.map(({ health }) => health)),
    healthBy: 'targets',
    version: targets.find(
      ({ version: running }) => running?.label === versions[0]?.label,
    )?.version,
    versions,
    deployedAt: targets.length > 0 ? minutesAgo(95) : undefined,
    driftCount: targets.reduce(
      (sum, { drift }) => sum + (drift?.count ?? 0),
      0,
    ),
    targets,
    ...overrides,
  };
}

/** A run of the service's pipeline. */
export function run(
  number: number,
  status: RunStatus,
  from: CommitSummary,
  overrides: Partial<RunView> = {},
): RunView {
  const ended = status !== 'running' && status !== 'queued';
  const startedAt = minutesAgo(30 + (420 - number) * 47);
  const finishedAt = ended ? minutesAgo(25.4 + (420 - number) * 47) : undefined;
  return {
    id: `run-${number}`,
    sourceId: 'github:acme',
    access: 'full',
    pipeline: 'CI',
    number: String(number),
    attempt: 1,
    status: { status, raw: status },
    trigger: 'push',
    branch: 'main',
    commit: { sha: from.sha, subject: from.subject, url: from.url },
    actor: from.author,
    createdAt: startedAt,
    startedAt,
    finishedAt,
    url: `https://github.com/acme/checkout/actions/runs/${number}`,
    jobs: [
      {
        name: 'build',
        status: { status: 'succeeded' },
        startedAt,
        finishedAt,
      },
      { name: 'test', status: { status }, startedAt, finishedAt },
      {
        name: 'publish',
        status: { status: status === 'failed' ? 'skipped' : status },
      },
    ],
    ...overrides,
  };
}

/** A change and where it is. */
export function change(
  from: CommitSummary,
  tag: string | undefined,
  reach: Record<string, ChangeReach['state'] | Partial<ChangeReach>>,
  more: Partial<ChangeView> = {},
): ChangeView {
  return {
    commit: from,
    onMain: true,
    ...(tag && {
      artifact: {
        image: { repository: 'ghcr.io/acme/checkout', tag },
        evidence: {
          certainty: 'certain' as const,
          reason: 'image label org.opencontainers.image.revision',
        },
      },
    }),
    reach: Object.entries(reach).map(([environment, state]) => ({
      environment,
      state: 'unknown' as const,
      certainty: 'certain' as const,
      ...(typeof state === 'string' ? { state } : state),
    })),
    ...more,
  };
}

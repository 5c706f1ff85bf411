import type { Entity } from '@backstage/catalog-model';
import type {
  ArtifactItem,
  BranchItem,
  CommitItem,
  DeploymentItem,
  PullRequestItem,
  RunItem,
  TargetItem,
} from '@throughline/plugin-delivery-node';

/** The repository of the service of the tests. */
export const REPOSITORY = 'github.com/acme/checkout';
/** The repository of the configuration of the tests. */
export const GITOPS = 'github.com/acme/gitops';
/** The image of the service of the tests. */
export const IMAGE = 'registry.example.com/acme/checkout';

/** A full commit from a few digits. */
export function sha(digits: string): string {
  return digits.padEnd(40, '0');
}

export function entity(
  name: string,
  options: {
    owner?: string;
    annotations?: Record<string, string>;
    title?: string;
    etag?: string;
  } = {},
): Entity {
  const owner = options.owner ?? 'group:default/payments';
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      etag: options.etag ?? `${name}-1`,
      ...(options.title ? { title: options.title } : {}),
      annotations: options.annotations ?? {},
    },
    spec: { type: 'service', lifecycle: 'production', owner },
    relations: [{ type: 'ownedBy', targetRef: owner }],
  };
}

export function application(
  name: string,
  more: Partial<TargetItem> = {},
): TargetItem {
  return {
    kind: 'target',
    key: `argocd/${name}`,
    type: 'application',
    resource: 'Application',
    name,
    namespace: 'argocd',
    project: 'payments',
    cluster: { name: 'prod-eu', server: 'https://prod-eu.example.com' },
    destinationNamespace: name,
    labels: {},
    desired: [
      {
        url: 'https://github.com/acme/gitops.git',
        path: `apps/${name}`,
        targetRevision: 'main',
        revision: sha('c0'),
      },
    ],
    sync: { status: 'synced', raw: 'Synced' },
    health: { status: 'healthy', raw: 'Healthy' },
    images: [{ repository: IMAGE, tag: '1.0.0' }],
    imagesAre: 'running',
    ...more,
  };
}

export function workload(
  name: string,
  more: Partial<TargetItem> = {},
): TargetItem {
  return {
    kind: 'target',
    key: `apps/Deployment/${name}/${name}`,
    type: 'workload',
    resource: 'Deployment',
    group: 'apps',
    name,
    namespace: name,
    cluster: { name: 'prod-eu' },
    labels: {},
    desired: [],
    sync: { status: 'unknown', reason: 'nothing tells what is wanted' },
    health: { status: 'healthy' },
    images: [{ repository: IMAGE, tag: '1.0.0', digest: digest('1') }],
    imagesAre: 'running',
    replicas: { desired: 2, ready: 2 },
    ...more,
  };
}

export function digest(digits: string): string {
  return `sha256:${digits.padEnd(64, '0')}`;
}

export function commit(
  digits: string,
  parents: string[],
  more: Partial<CommitItem> = {},
): CommitItem {
  const repository = more.repository ?? REPOSITORY;
  return {
    kind: 'commit',
    key: `${repository}@${sha(digits)}`,
    repository,
    sha: sha(digits),
    parents: parents.map(sha),
    author: { name: 'Ada' },
    committedAt: '2026-11-01T10:00:00.000Z',
    subject: `Change ${digits}`,
    paths: [''],
    onDefaultBranch: true,
    ...more,
  };
}

/** A line of commits a minute apart, each on the one before. */
export function line(...digits: string[]): CommitItem[] {
  return digits.map((each, index) =>
    commit(each, index > 0 ? [digits[index - 1]] : [], {
      committedAt: new Date(
        Date.parse('2026-11-01T10:00:00Z') + index * 60_000,
      ).toISOString(),
    }),
  );
}

export function branch(head: string, repository = REPOSITORY): BranchItem {
  return {
    kind: 'branch',
    key: `${repository}:main`,
    repository,
    name: 'main',
    sha: sha(head),
    isDefault: true,
  };
}

export function run(digits: string, more: Partial<RunItem> = {}): RunItem {
  return {
    kind: 'run',
    key: `run-${digits}`,
    repository: REPOSITORY,
    pipeline: 'ci',
    status: { status: 'succeeded', raw: 'success' },
    sha: sha(digits),
    branch: 'main',
    createdAt: '2026-11-01T11:00:00.000Z',
    jobs: [],
    ...more,
  };
}

export function pullRequest(number: number): PullRequestItem {
  return {
    kind: 'pullRequest',
    key: `${REPOSITORY}#${number}`,
    repository: REPOSITORY,
    number,
    title: `Pull request ${number}`,
    state: 'merged',
    draft: false,
    updatedAt: '2026-11-01T10:00:00.000Z',
    url: `https://github.com/acme/checkout/pull/${number}`,
  };
}

export function artifact(
  tag: string,
  revision: string,
  more: Partial<ArtifactItem> = {},
): ArtifactItem {
  const hash = more.digest ?? digest(revision);
  return {
    kind: 'artifact',
    key: `${IMAGE}@${hash}`,
    repository: IMAGE,
    digest: hash,
    tags: [tag],
    createdAt: '2026-11-01T11:05:00.000Z',
    sourceRevision: sha(revision),
    sourceRepository: REPOSITORY,
    sourceEvidence: 'image label org.opencontainers.image.revision',
    ...more,
  };
}

export function deployment(
  target: string,
  sequence: number,
  more: Partial<DeploymentItem> = {},
): DeploymentItem {
  const minute = new Date(
    Date.parse('2026-11-01T12:00:00Z') + sequence * 60_000,
  ).toISOString();
  return {
    kind: 'deployment',
    key: `${target}/${sequence}`,
    targetKey: target,
    sequence,
    revisions: [sha('c0')],
    desired: [{ url: 'https://github.com/acme/gitops.git', path: 'apps/x' }],
    outcome: 'succeeded',
    startedAt: minute,
    finishedAt: minute,
    actor: { name: 'Grace' },
    ...more,
  };
}

/** Backs every claim on a repository, a pipeline or a service. */
export const TRUST_ALL = {
  repositories: ['*'],
  pipelines: ['*'],
  services: ['*'],
};

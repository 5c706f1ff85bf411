import type {
  CommitItem,
  DeploymentItem,
  RunItem,
  TargetItem,
} from '@throughline/plugin-delivery-node';

/** A target as a source might tell it. */
export function target(
  key: string,
  fields: Partial<TargetItem> = {},
): TargetItem {
  return {
    kind: 'target',
    key,
    type: 'application',
    resource: 'Application',
    name: key,
    labels: {},
    desired: [],
    sync: { status: 'synced' },
    health: { status: 'healthy' },
    images: [],
    imagesAre: 'running',
    ...fields,
  };
}

/** A deployment that succeeded. */
export function deployment(
  key: string,
  fields: Partial<DeploymentItem> & { targetKey: string },
): DeploymentItem {
  return {
    kind: 'deployment',
    key,
    revisions: [],
    desired: [],
    outcome: 'succeeded',
    startedAt: '2026-11-01T08:00:00Z',
    ...fields,
  };
}

/** A commit whose SHA begins with the digits given. */
export function commit(
  digits: string,
  fields: Partial<CommitItem> = {},
): CommitItem {
  const sha = digits.padEnd(40, '0');
  const repository = fields.repository ?? 'git.example/acme/shop';
  return {
    kind: 'commit',
    key: `${repository}@${sha}`,
    repository,
    sha,
    parents: [],
    author: { name: 'Ada' },
    committedAt: '2026-11-01T08:00:00Z',
    subject: `Change ${digits}`,
    paths: [''],
    onDefaultBranch: true,
    ...fields,
  };
}

/** A run that succeeded. */
export function run(key: string, fields: Partial<RunItem> = {}): RunItem {
  return {
    kind: 'run',
    key,
    repository: 'git.example/acme/shop',
    pipeline: 'ci',
    status: { status: 'succeeded' },
    createdAt: '2026-11-01T08:00:00Z',
    jobs: [],
    ...fields,
  };
}

const text = { type: 'string' } as const;
const time = { type: 'string', description: 'ISO 8601' } as const;
const ref = <N extends string>(name: N) => ({
  $ref: `#/components/schemas/${name}` as const,
});
const list = <I>(items: I) => ({ type: 'array', items } as const);
const object = <P>(required: readonly string[], properties: P) =>
  ({ type: 'object', required, properties } as const);
const told = <V>(value: V) =>
  ({
    oneOf: [
      object(['known', 'value'], {
        known: { type: 'boolean', enum: [true] },
        value,
      }),
      object(['known', 'reason'], {
        known: { type: 'boolean', enum: [false] },
        reason: { type: 'string', description: 'Why it is not known' },
      }),
    ],
  } as const);

const TRACE = {
  entityRef: text,
  deployment: ref('HistoryEntry'),
  image: told(ref('ImageVersion')),
  changes: told(list(ref('ChangeEvidence'))),
  configuration: told(ref('ChangeEvidence')),
  runs: told(list(ref('Run'))),
  attestations: told(ref('Attestations')),
} as const;
const EXPORTED = { exportedAt: time, exportedBy: text } as const;

/** What evidence is made of. */
export const EVIDENCE_SCHEMAS = {
  PullRequestEvidence: object(
    ['repository', 'number', 'title', 'url', 'state', 'approvals'],
    {
      repository: text,
      number: { type: 'integer' },
      title: text,
      url: text,
      state: { type: 'string', enum: ['open', 'merged', 'closed'] },
      author: ref('Actor'),
      headSha: text,
      mergeSha: text,
      checks: ref('JudgedRun'),
      approvals: told(
        list(object(['by'], { by: ref('Actor'), at: time, sha: text })),
      ),
    },
  ),
  ChangeEvidence: object(['commit', 'pullRequest'], {
    commit: ref('Commit'),
    pullRequest: told(ref('PullRequestEvidence')),
  }),
  DeploymentTrace: object(Object.keys(TRACE), TRACE),
  DeploymentEvidence: object(
    [...Object.keys(EXPORTED), ...Object.keys(TRACE), 'operations', 'gates'],
    {
      ...EXPORTED,
      ...TRACE,
      operations: told(list(ref('Operation'))),
      gates: told(list(ref('GateVerdict'))),
    },
  ),
  OperationEvidence: object(
    [...Object.keys(EXPORTED), 'operation', 'deployments'],
    {
      ...EXPORTED,
      operation: ref('Operation'),
      deployments: told(list(ref('DeploymentTrace'))),
    },
  ),
} as const;

const text = { type: 'string' } as const;
const bounded = (maxLength: number) =>
  ({ type: 'string', minLength: 1, maxLength } as const);
const ref = <N extends string>(name: N) => ({
  $ref: `#/components/schemas/${name}` as const,
});
const list = <I>(items: I) => ({ type: 'array', items } as const);
const object = <P>(required: readonly string[], properties: P) =>
  ({ type: 'object', required, properties } as const);

const RULE = {
  strategy: {
    type: 'string',
    enum: ['kustomizeImages', 'value', 'revision'],
  },
  repository: bounded(400),
  branch: bounded(200),
  file: bounded(400),
  document: {
    ...object(['kind', 'name'], { kind: bounded(100), name: bounded(253) }),
    additionalProperties: false,
  },
  path: bounded(400),
  digestPath: bounded(400),
  image: bounded(400),
  write: { type: 'string', enum: ['commit', 'pullRequest'] },
} as const;

const MATCH = {
  type: 'string',
  enum: ['same', 'partly', 'differs', 'unknown'],
} as const;

/** What where versions live is made of. */
export const VERSION_RULE_SCHEMAS = {
  VersionRule: {
    ...object(['strategy', 'file', 'write'], RULE),
    additionalProperties: false,
  },
  VersionRuleInForce: object(['origin', 'where'], {
    rule: ref('VersionRule'),
    pipeline: text,
    origin: { type: 'string', enum: ['config', 'annotation'] },
    where: text,
  }),
  VersionRulePlace: object(
    ['targetId', 'target', 'repository', 'branch', 'file', 'match'],
    {
      targetId: text,
      target: text,
      repository: text,
      branch: text,
      file: text,
      current: text,
      runs: text,
      match: MATCH,
    },
  ),
  VersionRuleSnippets: object(['config'], {
    annotation: text,
    noAnnotationBecause: text,
    config: text,
  }),
  VersionRuleProposal: object(
    ['rule', 'found', 'match', 'places', 'missing', 'remarks', 'snippets'],
    {
      rule: ref('VersionRule'),
      found: text,
      match: MATCH,
      places: list(ref('VersionRulePlace')),
      missing: list(text),
      remarks: list(text),
      snippets: ref('VersionRuleSnippets'),
    },
  ),
  EnvironmentVersionRules: object(
    ['environment', 'title', 'targets', 'versions'],
    {
      environment: text,
      title: text,
      targets: list(
        object(['id', 'name'], {
          id: text,
          name: text,
          inForce: ref('VersionRuleInForce'),
          missingBecause: text,
        }),
      ),
      versions: list(text),
      mayNotTryBecause: text,
      proposals: list(ref('VersionRuleProposal')),
      nothingFound: list(
        object(['target', 'because'], { target: text, because: text }),
      ),
    },
  ),
  EntityVersionRules: object(['entityRef', 'environments'], {
    entityRef: text,
    environments: list(ref('EnvironmentVersionRules')),
  }),
  VersionRuleTrialInput: {
    ...object(['environment', 'rule', 'version'], {
      environment: bounded(100),
      rule: ref('VersionRule'),
      version: bounded(128),
    }),
    additionalProperties: false,
  },
  VersionRuleTrial: object(['version', 'changes', 'places', 'snippets'], {
    version: text,
    changes: list(
      object(['repository', 'path', 'diff'], {
        repository: text,
        path: text,
        diff: text,
      }),
    ),
    places: list(
      object(['target', 'file', 'before'], {
        target: text,
        file: text,
        before: text,
      }),
    ),
    refusedBecause: text,
    snippets: ref('VersionRuleSnippets'),
  }),
} as const;

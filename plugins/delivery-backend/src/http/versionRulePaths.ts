const json = <N extends string>(schema: N) =>
  ({
    'application/json': {
      schema: { $ref: `#/components/schemas/${schema}` as const },
    },
  } as const);

const answer = <N extends string>(description: string, schema: N) =>
  ({ description, content: json(schema) } as const);

const ERRORS = {
  400: answer('The request is wrong', 'Error'),
  401: answer('Nobody is signed in', 'Error'),
  403: answer('It is not allowed', 'Error'),
  404: answer('There is none, or none that the reader may see', 'Error'),
} as const;

const ENTITY = [
  { $ref: '#/components/parameters/namespace' },
  { $ref: '#/components/parameters/kind' },
  { $ref: '#/components/parameters/name' },
] as const;

/** The paths of where versions live. */
export const VERSION_RULE_PATHS = {
  '/entities/{namespace}/{kind}/{name}/version-rules': {
    get: {
      operationId: 'getVersionRules',
      description:
        'Where the versions of an entity live. For one environment, rules can be proposed: for that, the files that its targets are made from are read live.',
      parameters: [
        ...ENTITY,
        {
          name: 'propose',
          in: 'query',
          description: 'The environment to propose rules for',
          schema: { type: 'string', minLength: 1, maxLength: 100 },
        },
      ],
      responses: { 200: answer('The rules', 'EntityVersionRules'), ...ERRORS },
    },
  },
  '/entities/{namespace}/{kind}/{name}/version-rules/try': {
    post: {
      operationId: 'tryVersionRule',
      description:
        'What a promotion to a version would write by a rule. It changes nothing.',
      parameters: [...ENTITY],
      requestBody: { required: true, content: json('VersionRuleTrialInput') },
      responses: {
        200: answer('What it would write', 'VersionRuleTrial'),
        ...ERRORS,
      },
    },
  },
} as const;

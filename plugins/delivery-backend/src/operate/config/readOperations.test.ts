import { ConfigReader } from '@backstage/config';
import { readOperations } from './readOperations';

const read = (operations?: object) =>
  readOperations(new ConfigReader({ delivery: { operations } } as never), [
    'development',
    'staging',
    'production',
  ]);

it('has defaults that let nobody act on production', () => {
  expect(read()).toMatchObject({
    floor: { policyOnly: false, servicePrincipals: [], productionGrants: [] },
    followForMs: 1_800_000,
    freezes: [],
    versions: [],
  });
});

it('reads all that can be said', () => {
  const config = read({
    production: { grants: ['group:default/release-managers'] },
    gates: {
      production: [
        'pipelineGreen',
        { pipelineGreen: ['CI'] },
        { soaked: '2h' },
        'signed',
        { noAlerts: ['critical'] },
        'metricsHealthy',
        { approvals: 2 },
      ],
    },
    freezes: [
      {
        name: 'weekend',
        environments: ['production'],
        timeZone: 'Europe/Berlin',
        weekly: { from: 'fri 16:00', to: 'mon 08:00' },
      },
      {
        name: 'holidays',
        environments: ['production'],
        from: '2026-12-21T06:00',
        to: '2027-01-04',
      },
    ],
    waves: { production: [['*-canary'], ['*']] },
    versions: [
      {
        entity: 'component:default/*',
        environment: 'staging',
        // eslint-disable-next-line no-template-curly-in-string
        file: 'apps/${name}/overlays/${environment}/kustomization.yaml',
        strategy: 'kustomizeImages',
        repository: 'https://github.com/Acme/gitops.git',
      },
    ],
    followFor: '45m',
  });
  expect(config.gates.get('production')).toMatchObject({ approvals: 2 });
  expect(config.gates.get('production')?.gates.map(({ kind }) => kind)).toEqual(
    [
      'pipelineGreen',
      'pipelineGreen',
      'soaked',
      'signed',
      'noAlerts',
      'metricsHealthy',
      'approvals',
    ],
  );
  expect(config.freezes[0]).toMatchObject({
    begins: { day: 5, minute: 960 },
    ends: { day: 1, minute: 480 },
  });
  expect(config.versions[0]).toMatchObject({
    repository: 'github.com/acme/gitops',
    write: 'pullRequest',
  });
});

const SCOPE = { entity: '*', environment: 'staging' };
const FILE_RULE = { ...SCOPE, strategy: 'value', file: 'x', path: 'a' };
const PIPELINE_RULE = {
  ...SCOPE,
  strategy: 'pipeline',
  pipeline: { system: 'ci', name: 'team/deploy' },
  parameters: { VERSION: '${version}' },
};

it('reads which pipeline brings versions, and what it is told', () => {
  const { versions } = read({
    versions: [
      {
        ...PIPELINE_RULE,
        pipeline: {
          ...PIPELINE_RULE.pipeline,
          source: 'default',
          repository: 'https://git.example/acme/checkout.git',
        },
        parameters: { 'git.ref': 'main', V: '${version}', dry: false, n: 2 },
      },
    ],
  });
  expect(versions).toEqual([
    {
      ...PIPELINE_RULE,
      where: 'delivery.operations.versions[0]',
      pipeline: {
        system: 'ci',
        source: 'default',
        name: 'team/deploy',
        repository: 'git.example/acme/checkout',
      },
      parameters: { 'git.ref': 'main', V: '${version}', dry: 'false', n: '2' },
    },
  ]);
});

it.each<[object, RegExp]>([
  [{ gate: {} }, /delivery\.operations\.gate'/],
  [{ production: { grants: ['me'] } }, /production\.grants\[0\].*no ref/],
  [{ gates: { prod: [] } }, /gates\.prod': there is no environment 'prod'/],
  [{ gates: { production: 'signed' } }, /gates\.production': it is no list/],
  [
    { gates: { production: ['sign'] } },
    /gates\.production\[0\]': it is no gate/,
  ],
  [
    { gates: { production: [{ soaked: '30' }] } },
    /gates\.production\[0\]': it is no gate/,
  ],
  [{ freezes: [{}] }, /freezes\[0\]\.name': it is missing/],
  [
    { freezes: [{ name: 'x', environments: ['prod'] }] },
    /environments\[0\]': there is no environment/,
  ],
  [
    {
      freezes: [
        { name: 'x', environments: ['staging'], timeZone: 'Mars/Base' },
      ],
    },
    /timeZone': 'Mars\/Base' is no time zone/,
  ],
  [
    {
      freezes: [
        {
          name: 'x',
          environments: ['staging'],
          weekly: { from: 'Friday', to: 'mon 08:00' },
        },
      ],
    },
    /weekly\.from': 'Friday' is no day and time/,
  ],
  [{ waves: { staging: ['*'] } }, /waves\.staging': it is no list of waves/],
  [
    { versions: [{ entity: '*', environment: 'staging', strategy: 'sed' }] },
    /versions\[0\]\.strategy': 'sed' is not known/,
  ],
  [
    {
      versions: [
        {
          entity: '*',
          environment: 'staging',
          strategy: 'value',
          file: '../x',
          path: 'a',
        },
      ],
    },
    /versions\[0\]\.file': it leaves the repository/,
  ],
  [
    {
      versions: [
        {
          entity: '*',
          environment: 'staging',
          strategy: 'value',
          file: 'x',
          path: 'a..b',
        },
      ],
    },
    /versions\[0\]\.path': it is no path of a value/,
  ],
  [
    { versions: [{ ...FILE_RULE, file: '${nmae}/values.yaml' }] },
    /versions\[0\]\.file': nothing is filled in for \$\{nmae\}.*\$\{name\}/,
  ],
  [
    { versions: [{ ...FILE_RULE, path: 'elements[cluster=${region}].v' }] },
    /versions\[0\]\.path': nothing is filled in for \$\{region\}/,
  ],
  [
    { versions: [{ ...FILE_RULE, parameters: {} }] },
    /parameters': there is no such key/,
  ],
  [
    { versions: [{ ...PIPELINE_RULE, pipeline: undefined }] },
    /versions\[0\]\.pipeline': it is missing/,
  ],
  [
    { versions: [{ ...PIPELINE_RULE, pipeline: { system: 'ci' } }] },
    /versions\[0\]\.pipeline\.name': it is missing/,
  ],
  [
    { versions: [{ ...PIPELINE_RULE, parameters: { REGION: 'eu' } }] },
    /parameters': none of them tells the pipeline which version/,
  ],
  [
    { versions: [{ ...PIPELINE_RULE, parameters: { V: '${versoin}' } }] },
    /parameters\.V': nothing is filled in for \$\{versoin\}/,
  ],
  [
    { versions: [{ ...PIPELINE_RULE, parameters: { V: ['a'] } }] },
    /parameters': a parameter is no text/,
  ],
  [{ versions: [{ ...PIPELINE_RULE, file: 'a' }] }, /versions\[0\]\.file/],
  [{ followFor: '5s' }, /followFor': it is shorter than 60 s/],
])('refuses %j', (operations, message) => {
  expect(() => read(operations)).toThrow(message);
});

import { configOf } from '../fixtures/configOf';

const organization = { name: 'a', organization: 'acme', token: 't' };
const published = { name: 'db', planUrl: 'https://a.test/plan.json?job=plan' };

describe('readTerraformConfig', () => {
  it('fills in what is not told', () => {
    const config = configOf({
      organizations: [organization],
      published: [published],
    });
    expect(config.organizations[0]).toMatchObject({
      title: 'a',
      url: 'https://app.terraform.io',
      pollMs: 60_000,
    });
    expect(config.organizations[0].projects).toBeUndefined();
    expect(config.published[0]).toMatchObject({
      key: 'db',
      planUrl: 'https://a.test/plan.json?job=plan',
      headers: {},
      maxPlanAgeMs: 86_400_000,
      pollMs: 60_000,
    });
  });

  it('reads every option', () => {
    const config = configOf({
      organizations: [
        {
          ...organization,
          title: 'Acme',
          url: 'https://tfe.example.test/',
          projects: ['shop'],
          pollEvery: '2m',
        },
      ],
      published: [
        {
          ...published,
          stateUrl: 'https://a.test/state.json',
          environment: 'production',
          repository: 'https://github.com/acme/infra',
          path: '/db/',
          headers: { 'PRIVATE-TOKEN': 'abc' },
          maxPlanAge: '2h',
          pollEvery: '10s',
        },
      ],
      webhook: { secret: 'one', secrets: [{ secret: 'two' }] },
    });
    expect(config.organizations[0].url).toBe('https://tfe.example.test');
    expect(config.organizations[0].projects).toEqual(new Set(['shop']));
    expect(config.published[0]).toMatchObject({
      key: 'db/production',
      path: 'db',
      maxPlanAgeMs: 7_200_000,
    });
    expect(config.webhookSecrets).toHaveLength(2);
  });

  it.each<[string, object, string]>([
    [
      'no organization',
      { organizations: [{ name: 'a', token: 't' }] },
      '[0].organization',
    ],
    [
      'a path as organization',
      { organizations: [{ ...organization, organization: '../a' }] },
      '[0].organization',
    ],
    [
      'no token',
      { organizations: [{ name: 'a', organization: 'acme' }] },
      '[0].token',
    ],
    [
      'a taken name',
      { organizations: [{ ...organization, name: 'published' }] },
      '[0].name',
    ],
    [
      'one name twice',
      { organizations: [organization, organization] },
      '[1].name',
    ],
    [
      'too short a time',
      { organizations: [{ ...organization, pollEvery: '5s' }] },
      '[0].pollEvery',
    ],
    [
      'nothing published',
      { published: [{ name: 'a' }] },
      'published[0].planUrl',
    ],
    [
      'no URL',
      { published: [{ name: 'a', planUrl: 'plan.json' }] },
      '[0].planUrl',
    ],
    [
      'credentials in a URL',
      { published: [{ name: 'a', planUrl: 'https://u:p@a.test/' }] },
      '[0].planUrl',
    ],
    [
      'a path of nothing',
      { published: [{ ...published, path: 'a' }] },
      '[0].repository',
    ],
    [
      'a header that is none',
      { published: [{ ...published, headers: { 'a b': 'c' } }] },
      '[0].headers.a b',
    ],
    [
      'one entry twice',
      { published: [published, published] },
      'published[1].name',
    ],
    ['a webhook without secret', { webhook: {} }, 'webhook.secret'],
  ])('refuses %s', (_, terraform, key) => {
    expect(() => configOf(terraform)).toThrow(key);
  });

  it('takes one name in several environments', () => {
    const of = (environment: string) => ({ ...published, environment });
    expect(
      configOf({ published: [of('staging'), of('production')] }).published,
    ).toHaveLength(2);
  });
});

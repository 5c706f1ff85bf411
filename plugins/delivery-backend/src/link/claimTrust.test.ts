import { DELIVERY_ANNOTATIONS as A } from '@throughline/plugin-delivery-common';
import { entity } from '../tests/world';
import { parseClaims } from './claims';
import { factsOfEntity } from './EntityFacts';
import { runSubjectsOf } from './runSubjectsOf';

const NOTHING = { repositories: [], pipelines: [], services: [] };

function claimsOf(
  annotations: Record<string, string>,
  trust: Partial<typeof NOTHING | Record<string, string[]>> = {},
  sources: readonly string[] = ['jenkins:main', 'jenkins:other', 'argocd:prod'],
) {
  const facts = factsOfEntity(
    entity('checkout', { annotations, owner: 'group:default/shop' }),
  );
  const claims = parseClaims(facts, {
    slugHost: 'github.com',
    sourceIds: new Set(sources),
    environments: [],
    trust: { ...NOTHING, ...trust },
  });
  return { ...claims, ...runSubjectsOf(facts, claims) };
}

const messages = (warnings: { message: string }[]) =>
  warnings.map(({ message }) => message).join('\n');

describe('a claim on a repository', () => {
  const slug = { [A.githubProjectSlug]: 'acme/checkout' };

  it('shows nothing where nothing backs it, and says how to mend it', () => {
    const { source, sourceWithheld, full, warnings } = claimsOf(slug);
    expect(source).toBeUndefined();
    expect(sourceWithheld).toContain('github.com/acme/checkout');
    expect(full).toEqual([`label ${A.kubernetesId}=checkout`]);
    expect(messages(warnings)).toMatch(
      /Nothing of github\.com\/acme\/checkout is shown.*delivery\.linking\.trust\.repositories/,
    );
  });

  it.each([
    'url:https://github.com/acme/checkout/blob/main/catalog-info.yaml',
    'url:https://github.com/Acme/Checkout/tree/main/deploy/catalog-info.yaml',
  ])('is backed by the file that the catalog reads: %s', location => {
    const { source, full } = claimsOf({
      ...slug,
      [A.managedByLocation]: location,
    });
    expect(source?.repository).toBe('github.com/acme/checkout');
    expect(full).toContain('repository github.com/acme/checkout');
  });

  it.each([
    'url:https://github.com/acme/catalog/blob/main/all.yaml',
    'url:https://evil.example/github.com/acme/checkout/blob/main/c.yaml',
    'url:https://github.com/acme/checkout-evil/blob/main/c.yaml',
    'file:/srv/github.com/acme/checkout/blob/main/c.yaml',
  ])('is not backed by another place: %s', location => {
    const { source } = claimsOf({ ...slug, [A.managedByLocation]: location });
    expect(source).toBeUndefined();
  });

  it.each([
    ['github.com/acme/*', true],
    ['https://github.com/acme/checkout.git', true],
    ['github.com/acme/${name}', true],
    ['github.com/${ownerName}/*', false],
    ['github.com/acme', false],
    ['*/other/*', false],
  ])('pattern %s: %s', (pattern, backed) => {
    const { source } = claimsOf(slug, { repositories: [pattern] });
    expect(source !== undefined).toBe(backed);
  });

  it('takes a project of another forge, by its slug or its number', () => {
    const trust = { repositories: ['*'] };
    expect(
      claimsOf({ [A.gitlabProjectSlug]: 'acme/group/checkout' }, trust).source,
    ).toMatchObject({ repository: 'gitlab.com/acme/group/checkout' });
    expect(
      claimsOf(
        { [A.gitlabProjectId]: '1234', [A.gitlabInstance]: 'git.example' },
        trust,
      ).source,
    ).toMatchObject({ repository: 'git.example/1234' });
    expect(
      messages(claimsOf({ [A.gitlabProjectId]: '../1' }, trust).warnings),
    ).toContain("is not a project's number");
  });
});

describe('a claim on a pipeline', () => {
  const jobs = { [A.jenkinsJobFullName]: 'shop/checkout, other:shop/nightly' };

  it('finds its runs at the source that it names, or else at the first, with their status only', () => {
    const { pipelines, statusOnly } = claimsOf(jobs);
    expect(pipelines).toHaveLength(2);
    expect(statusOnly).toEqual([
      'pipeline jenkins:main shop/checkout',
      'pipeline jenkins:other shop/nightly',
    ]);
  });

  it('means the default instance where it names none and there is one', () => {
    const sources = ['jenkins:main', 'jenkins:other', 'jenkins:default'];
    expect(claimsOf(jobs, {}, sources).statusOnly).toEqual([
      'pipeline jenkins:default shop/checkout',
      'pipeline jenkins:other shop/nightly',
    ]);
  });

  it('is backed by a pattern', () => {
    const { full, statusOnly } = claimsOf(
      { [A.jenkinsJobFullName]: 'shop/checkout,payments/api' },
      { pipelines: ['jenkins:main/${ownerName}/*'] },
    );
    expect(full).toContain('pipeline jenkins:main shop/checkout');
    expect(statusOnly).toEqual(['pipeline jenkins:main payments/api']);
  });

  it('names the instances where it names one that is not there', () => {
    const { warnings, pipelines } = claimsOf({
      [A.jenkinsJobFullName]: 'prod:shop/checkout',
    });
    expect(pipelines).toEqual([]);
    expect(messages(warnings)).toContain(
      "There is no instance 'prod'. Configured are: main, other.",
    );
  });
});

describe('what monitoring calls an entity', () => {
  it('is its own name', () => {
    expect(claimsOf({}).service).toBe('checkout');
  });

  it('is another name only where a pattern says so', () => {
    const annotations = { [A.metricsService]: 'payments' };
    const { service, warnings } = claimsOf(annotations);
    expect(service).toBeUndefined();
    expect(messages(warnings)).toContain("measured of 'payments' is not shown");
    expect(claimsOf(annotations, { services: ['pay*'] }).service).toBe(
      'payments',
    );
  });
});

import { DELIVERY_ANNOTATIONS as A } from '@throughline/plugin-delivery-common';
import fc from 'fast-check';
import { entity, TRUST_ALL } from '../tests/world';
import { parseClaims, type ClaimContext } from './claims';
import { factsOfEntity } from './EntityFacts';

const CONTEXT: ClaimContext = {
  slugHost: 'github.com',
  sourceIds: new Set(['argocd:prod', 'argocd:nonprod', 'kubernetes:eu']),
  environments: ['development', 'production'],
  trust: TRUST_ALL,
};

function claimsOf(annotations: Record<string, string>) {
  return parseClaims(
    factsOfEntity(entity('checkout', { annotations })),
    CONTEXT,
  );
}

describe('parseClaims', () => {
  it('reads a list of applications with the instance and the namespace', () => {
    const { claims, warnings } = claimsOf({
      [A.argocdAppName]: 'a, b ,other/c',
      [A.argocdInstanceName]: 'prod',
      [A.argocdAppNamespace]: 'argo',
    });
    expect(warnings).toEqual([]);
    expect(claims.slice(0, 3)).toMatchObject([
      { names: ['a'], namespace: 'argo', sources: ['argocd:prod'] },
      { names: ['b'], namespace: 'argo' },
      { names: ['c'], namespace: 'other' },
    ]);
  });

  it.each([
    [{ [A.argocdAppName]: ' , ' }, A.argocdAppName, 'empty'],
    [{ [A.argocdAppName]: '../x' }, A.argocdAppName, 'no name'],
    [
      { [A.argocdAppName]: 'a', [A.argocdInstanceName]: 'qa' },
      A.argocdInstanceName,
      'Configured are: nonprod, prod',
    ],
    [{ [A.argocdAppSelector]: 'a in (b' }, A.argocdAppSelector, 'selector'],
    [{ [A.argocdAppSelector]: '!a' }, A.argocdAppSelector, 'everything'],
    [
      { [A.kubernetesLabelSelector]: 'a=b=c' },
      A.kubernetesLabelSelector,
      'selector',
    ],
    [{ [A.kubernetesId]: ' ' }, A.kubernetesId, 'empty'],
    [{ [A.kubernetesNamespace]: 'x' }, A.kubernetesNamespace, 'no effect'],
    [{ [A.githubProjectSlug]: 'no slug' }, A.githubProjectSlug, 'owner/repo'],
    [{ [A.sourceLocation]: 'url:nonsense' }, A.sourceLocation, 'not the URL'],
    [{ [A.images]: 'UPPER//x' }, A.images, 'no image repository'],
    [{ [A.environments]: 'Prod!' }, A.environments, 'lower case'],
    [{ [A.paths]: '../etc' }, A.paths, "'..'"],
  ])('warns of %j', (annotations, annotation, words) => {
    const { warnings } = claimsOf(annotations as Record<string, string>);
    expect(warnings).toHaveLength(1);
    expect(warnings[0].annotation).toBe(annotation);
    expect(warnings[0].message).toContain(words);
  });

  it('claims nothing by an instance that does not exist', () => {
    const { claims } = claimsOf({
      [A.argocdAppName]: 'a',
      [A.argocdInstanceName]: 'qa',
    });
    expect(claims.filter(each => each.names)).toEqual([]);
  });

  it.each([
    ['url:https://github.com/acme/shop/', 'github.com/acme/shop', ['']],
    [
      'url:https://github.com/acme/shop/tree/main/services/api/',
      'github.com/acme/shop',
      ['services/api'],
    ],
    [
      'url:https://gitlab.example.com/a/b/c/-/tree/main/x',
      'gitlab.example.com/a/b/c',
      ['x'],
    ],
    [
      'url:http://localhost:7110/acme/shop/tree/main/',
      'localhost:7110/acme/shop',
      [''],
    ],
  ])('finds the folder of %s', (location, repository, paths) => {
    expect(claimsOf({ [A.sourceLocation]: location }).source).toEqual({
      repository,
      paths,
      annotation: A.sourceLocation,
    });
  });

  it('takes the host of a slug from the source location', () => {
    expect(
      claimsOf({
        [A.githubProjectSlug]: 'Acme/Shop',
        [A.sourceLocation]: 'url:http://localhost:7110/acme/shop/tree/main/api',
      }).source,
    ).toMatchObject({ repository: 'localhost:7110/acme/shop', paths: ['api'] });
    expect(claimsOf({ [A.githubProjectSlug]: 'acme/shop' }).source).toEqual(
      expect.objectContaining({ repository: 'github.com/acme/shop' }),
    );
  });

  it('never throws, and never makes a claim that would take everything', () => {
    const annotations = fc.dictionary(
      fc.constantFrom(...Object.values(A)),
      fc.oneof(
        fc.string(),
        fc.string({ unit: fc.constantFrom(...'ab,=!() /:.-') }),
        fc.string({ unit: 'binary' }),
      ),
    );
    fc.assert(
      fc.property(annotations, values => {
        const { claims, tried } = claimsOf(values);
        expect(tried).toHaveLength(claims.length);
        for (const claim of claims) {
          const narrows =
            claim.names?.length ||
            claim.repository ||
            claim.project ||
            claim.selector?.some(
              each => each.operator === 'in' && each.values.length > 0,
            );
          expect(narrows).toBeTruthy();
        }
      }),
    );
  });
});

import { ConfigReader } from '@backstage/config';
import type { TargetItem } from '@throughline/plugin-delivery-node';
import { DEFAULT_ENVIRONMENTS, readEnvironments } from '../config';
import { application } from '../tests/world';
import { environmentOf } from './environmentOf';
import { previewOf } from './previewOf';
import { factsOfTarget } from './TargetFacts';

function facts(name: string, more: Partial<TargetItem> = {}) {
  return factsOfTarget({
    id: name,
    sourceId: 'argocd:prod',
    item: application(name, { destinationNamespace: undefined, ...more }),
  });
}

const folder = (path: string): Partial<TargetItem> => ({
  desired: [{ url: 'https://github.com/acme/gitops', path }],
});

describe('environmentOf', () => {
  it.each<[string, Partial<TargetItem>, string | undefined]>([
    ['x', { labels: { environment: 'production' } }, 'production'],
    ['x', { labels: { env: 'Prod' } }, 'production'],
    ['x', { labels: { 'app.kubernetes.io/environment': 'stg' } }, 'staging'],
    ['x', { labels: { environment: 'moon' } }, undefined],
    ['x', folder('apps/x/overlays/staging'), 'staging'],
    ['x', folder('clusters/prod/x'), 'production'],
    ['x-dev', {}, 'development'],
    ['x', { destinationNamespace: 'x-prod' }, 'production'],
    ['product', {}, undefined],
    ['dev-tools', {}, undefined],
    ['production', { type: 'environment' }, 'production'],
    ['x-dev', { labels: { environment: 'production' } }, 'production'],
    ['x-dev', folder('x/overlays/production'), 'production'],
  ])('places %s %j', (name, more, expected) => {
    expect(
      environmentOf(facts(name, more), DEFAULT_ENVIRONMENTS)?.environment,
    ).toBe(expected);
  });

  it('goes by the configured matches first, and names the key', () => {
    const environments = readEnvironments(
      new ConfigReader({
        delivery: {
          environments: [
            { name: 'development' },
            {
              name: 'production',
              match: [
                { cluster: 'prod-*', namespace: 'x*', labels: { tier: 'a?' } },
                { path: 'live/**' },
              ],
            },
          ],
        },
      }),
    );
    expect(
      environmentOf(facts('x-dev', { labels: { tier: 'a1' } }), environments),
    ).toEqual({ environment: 'development', rule: 'name x-dev' });
    expect(
      environmentOf(
        facts('x-dev', {
          labels: { tier: 'a1' },
          destinationNamespace: 'x-dev',
        }),
        environments,
      ),
    ).toEqual({
      environment: 'production',
      rule: 'delivery.environments[1].match[0]',
    });
    expect(
      environmentOf(facts('y-dev', folder('live/eu/y')), environments)?.rule,
    ).toBe('delivery.environments[1].match[1]');
  });

  it("knows the names of an entity's own ladder only", () => {
    const ladder = ['alpha', 'production'];
    expect(
      environmentOf(facts('x-alpha'), DEFAULT_ENVIRONMENTS, ladder)
        ?.environment,
    ).toBe('alpha');
    expect(
      environmentOf(facts('x-dev'), DEFAULT_ENVIRONMENTS, ladder),
    ).toBeUndefined();
  });

  it('decides nothing where the folders are of several environments', () => {
    expect(
      environmentOf(
        facts('x', {
          desired: [
            { url: 'https://a/b/c', path: 'overlays/dev' },
            { url: 'https://a/b/c', path: 'overlays/prod' },
          ],
        }),
        DEFAULT_ENVIRONMENTS,
      ),
    ).toBeUndefined();
  });
});

describe('previewOf', () => {
  it.each<[string, Partial<TargetItem>, string | undefined]>([
    ['checkout-pr-42', {}, '42'],
    ['checkout', { destinationNamespace: 'checkout-mr-7' }, '7'],
    ['checkout', { labels: { preview: 'feature-x' } }, 'feature-x'],
    ['checkout', { labels: { preview: 'checkout-pr-8' } }, '8'],
    ['checkout-prod', {}, undefined],
    ['checkout-pro-1', {}, undefined],
    ['checkout', { labels: { preview: 'false' } }, undefined],
  ])('keys %s %j', (name, more, key) => {
    expect(previewOf(facts(name, more))?.key).toBe(key);
  });
});

import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { entity } from '../tests/world';
import { Visibility } from './Visibility';

describe('Visibility', () => {
  it('keeps what it found for a minute in all, however many share it', async () => {
    let now = 0;
    let items = [entity('mine'), entity('other')];
    const visibility = new Visibility({
      now: () => now,
      catalog: {
        getEntities: async () => ({ items }),
      } as unknown as CatalogService,
      permissions: mockServices.permissions.mock({
        authorizeConditional: async requests =>
          requests.map(() => ({
            result: AuthorizeResult.CONDITIONAL,
            pluginId: 'catalog',
            resourceType: 'catalog-entity',
            conditions: { rule: 'X', resourceType: 'catalog-entity' },
          })),
      }),
    });
    const refsOf = async (user: string) => {
      const visible = await visibility.of(
        mockCredentials.user(`user:default/${user}`),
      );
      return visible.type === 'some' ? visible.refs.size : visible.type;
    };
    expect(await refsOf('ada')).toBe(2);
    now = 59_000;
    expect(await refsOf('grace')).toBe(2);
    items = [entity('mine')];
    now = 60_000;
    expect(await refsOf('grace')).toBe(1);
    expect(await refsOf('ada')).toBe(1);
  });
});

import { LargeWorldSpec } from '../world/Scenario';
import { syntheticName } from '../world/large';
import { teams } from '../world/people';
import { CatalogEntity, CatalogOptions } from './catalogEntities';

/** The components of the large world. */
export function syntheticEntities(
  spec: LargeWorldSpec,
  options: CatalogOptions,
): CatalogEntity[] {
  return Array.from({ length: spec.services }, (_, position) => {
    const index = position + 1;
    const name = syntheticName(index);
    return {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name,
        annotations: {
          'backstage.io/source-location': `url:${options.forgeUrl}/acme/${name}/`,
          'github.com/project-slug': `acme/${name}`,
          'delivery/images': `${options.imageHost}/acme/${name}`,
          'argocd/app-name': ['dev', 'staging', 'prod']
            .map(stage => `${name}-${stage}`)
            .join(','),
        },
      },
      spec: {
        type: 'service',
        lifecycle: 'production',
        owner: `group:default/${teams[index % teams.length].name}`,
        system: 'shop',
      },
    };
  });
}

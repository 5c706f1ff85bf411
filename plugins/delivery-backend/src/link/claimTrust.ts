import { DELIVERY_ANNOTATIONS as A } from '@throughline/plugin-delivery-common';
import { namePattern } from '../config/glob';
import type { TrustConfig } from '../config/linking';
import type { EntityFacts } from './EntityFacts';
import { identityOf } from './identityOf';
import { asIdentity, fillPlaceholders, type Backing } from './trust';

/**
 * Says what backs an entity's claim on a repository: that the catalog read the entity from it, which no file can feign,
 * or a configured pattern.
 */
export function judgeRepository(
  entity: EntityFacts,
  repository: string,
  trust: Pick<TrustConfig, 'repositories'>,
): Backing {
  const location = entity.annotations[A.managedByLocation] ?? '';
  const [, from] =
    /^url:(.+?)\/(?:-\/)?(?:tree|blob|raw|src)\//.exec(location) ?? [];
  if (from && identityOf(from) === repository) {
    return {
      backed: true,
      reason: 'the catalog reads the entity from this repository',
    };
  }
  return byPattern(entity, repository, 'repositories', trust.repositories, {
    normalise: asIdentity,
    otherwise: 'the catalog does not read the entity from it',
  });
}

/** Says what backs an entity's claim on a pipeline: a configured pattern. */
export function judgePipeline(
  entity: EntityFacts,
  sourceId: string,
  pipeline: string,
  trust: Pick<TrustConfig, 'pipelines'>,
): Backing {
  return byPattern(
    entity,
    `${sourceId}/${pipeline}`,
    'pipelines',
    trust.pipelines,
  );
}

/** Says what backs that a monitoring system's word for a service means an entity: its own name, or a pattern. */
export function judgeService(
  entity: EntityFacts,
  service: string,
  trust: Pick<TrustConfig, 'services'>,
): Backing {
  return service === entity.name
    ? { backed: true, reason: 'the monitoring calls it by its name' }
    : byPattern(entity, service, 'services', trust.services);
}

function byPattern(
  entity: EntityFacts,
  value: string,
  key: 'repositories' | 'pipelines' | 'services',
  patterns: readonly string[],
  options: { normalise?: (text: string) => string; otherwise?: string } = {},
): Backing {
  const { normalise = text => text, otherwise } = options;
  const path = `delivery.linking.trust.${key}`;
  const index = patterns.findIndex(pattern => {
    const filled = fillPlaceholders(pattern, entity);
    return filled !== undefined && namePattern(normalise(filled))(value);
  });
  return index >= 0
    ? { backed: true, reason: `pattern ${path}[${index}]` }
    : {
        backed: false,
        reason: [otherwise, `no pattern of ${path} matches`]
          .filter(Boolean)
          .join(', and '),
      };
}

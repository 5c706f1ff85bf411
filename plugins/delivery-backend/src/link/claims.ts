import {
  DELIVERY_ANNOTATIONS as A,
  parseImageReference,
  type EntityWarning,
} from '@throughline/plugin-delivery-common';
import type { TrustConfig } from '../config/linking';
import { applicationClaims } from './applicationClaims';
import type { Claim, EntityClaims } from './Claim';
import { judgeRepository, judgeService } from './claimTrust';
import type { EntityFacts } from './EntityFacts';
import { infrastructureClaims } from './infrastructureClaims';
import { pipelineClaims } from './pipelineClaims';
import { readList } from './readList';
import { sourceRepositoryOf, type SourceDefaults } from './sourceRepository';
import { workloadClaims } from './workloadClaims';

/** What parsing claims needs to know of the configuration. */
export interface ClaimContext extends SourceDefaults {
  /** Ids of all configured sources. */
  sourceIds: ReadonlySet<string>;
  /** Names of the configured environments. */
  environments: readonly string[];
  trust: Pick<TrustConfig, 'repositories' | 'pipelines' | 'services'>;
}

/** The order of the rules; see {@link Claim.rank}. */
export const RANKS = {
  application: 10,
  workload: 20,
  pipeline: 25,
  slug: 30,
  label: 40,
  location: 50,
} as const;

/**
 * Reads what an entity's annotations claim. What is wrong with one of them becomes a warning, and costs that
 * annotation only.
 */
export function parseClaims(
  entity: EntityFacts,
  context: ClaimContext,
): EntityClaims {
  const warnings: EntityWarning[] = [];
  const claims: Claim[] = [
    ...applicationClaims(entity, context, warnings),
    ...infrastructureClaims(entity, warnings),
    ...workloadClaims(entity, warnings),
  ];
  const pipelines = pipelineClaims(entity, context, warnings);
  claims.push(
    ...pipelines.map(({ annotation, sourceId, pipeline }) => ({
      rule: `annotation ${annotation}`,
      rank: RANKS.pipeline,
      sources: [sourceId],
      pipeline,
    })),
  );
  const { source, warnings: sourceWarnings } = sourceRepositoryOf(
    entity,
    context,
  );
  warnings.push(...sourceWarnings);
  const isSlug = source && source.annotation !== A.sourceLocation;
  if (isSlug) {
    claims.push({
      rule: `annotation ${source.annotation}`,
      rank: RANKS.slug,
      fallback: true,
      repository: source.repository,
      paths: source.paths,
    });
  }
  claims.push({
    rule: `label ${A.kubernetesId}`,
    rank: RANKS.label,
    selector: [{ key: A.kubernetesId, operator: 'in', values: [entity.name] }],
  });
  if (source && !isSlug) {
    claims.push({
      rule: 'source location',
      rank: RANKS.location,
      fallback: true,
      repository: source.repository,
      paths: source.paths,
    });
  }
  const backing =
    source && judgeRepository(entity, source.repository, context.trust);
  if (source && !backing?.backed) {
    warnings.push({
      annotation: source.annotation,
      message: `Nothing of ${source.repository} is shown: ${backing?.reason}. Register the entity from a file in that repository, or have a pattern added.`,
    });
  }
  const service = readService(entity, context, warnings);
  const environments = readEnvironmentNames(entity, warnings);
  return {
    claims,
    ...(source && backing?.backed ? { source } : {}),
    ...(source && !backing?.backed
      ? { sourceWithheld: `${source.repository}: ${backing?.reason}` }
      : {}),
    pipelines,
    ...(service ? { service } : {}),
    images: readImages(entity, warnings),
    ...(environments ? { environments } : {}),
    warnings,
    tried: [
      ...claims.map(describeClaim),
      ...pipelines.map(
        each =>
          `annotation ${each.annotation}: runs of ${each.pipeline} at ${each.sourceId}`,
      ),
    ],
  };
}

function readService(
  entity: EntityFacts,
  context: ClaimContext,
  warnings: EntityWarning[],
): string | undefined {
  const annotated = entity.annotations[A.metricsService]?.trim();
  const service = annotated || entity.name;
  const { backed, reason } = judgeService(entity, service, context.trust);
  if (!backed) {
    warnings.push({
      annotation: A.metricsService,
      message: `What is measured of '${service.slice(
        0,
        80,
      )}' is not shown: ${reason}.`,
    });
  }
  return backed ? service : undefined;
}

function readImages(entity: EntityFacts, warnings: EntityWarning[]): string[] {
  const images: string[] = [];
  for (const text of readList(entity, A.images, warnings) ?? []) {
    const image = parseImageReference(text);
    if (image) {
      images.push(image.repository);
    } else {
      warnings.push({
        annotation: A.images,
        message: `'${text.slice(
          0,
          120,
        )}' is no image repository. Write it as registry.example.com/owner/name.`,
      });
    }
  }
  return [...new Set(images)].sort();
}

function readEnvironmentNames(
  entity: EntityFacts,
  warnings: EntityWarning[],
): string[] | undefined {
  const names = readList(entity, A.environments, warnings);
  const good = names?.filter(name =>
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name),
  );
  if (names && good && good.length < names.length) {
    warnings.push({
      annotation: A.environments,
      message:
        'Names of environments are of lower case letters, digits and dashes; the others are left out.',
    });
  }
  return good && good.length > 0 ? [...new Set(good)] : undefined;
}

function describeClaim(claim: Claim): string {
  const words = [
    claim.names && `named ${claim.names.join(' or ')}`,
    claim.selector &&
      `labelled ${claim.selector
        .map(each =>
          [each.key, each.values.join('|')].filter(Boolean).join('='),
        )
        .join(',')}`,
    claim.project && `of project ${claim.project}`,
    claim.namespace && `in namespace ${claim.namespace}`,
    claim.pipeline && `deployed by ${claim.pipeline}`,
    claim.cluster && `on cluster ${claim.cluster}`,
    claim.repository && `made from ${claim.repository}`,
    claim.paths?.some(path => path !== '') && `below ${claim.paths.join(', ')}`,
    claim.sources && `of ${claim.sources.join(' or ')}`,
  ].filter(Boolean);
  return `${claim.rule}: targets ${words.join(', ')}`;
}

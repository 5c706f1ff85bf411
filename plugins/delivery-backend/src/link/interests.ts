import { createHash } from 'node:crypto';
import type {
  ImageInterest,
  Interests,
  PipelineInterest,
  RepositoryInterest,
} from '@throughline/plugin-delivery-node';
import type { Linker } from './Linker';
import { pathsOf } from './TargetFacts';

/**
 * Says what is worth observing: the repositories of the entities, those that their targets are made from, and the
 * images that run.
 *
 * @param wanted - for an entity, the commits that run somewhere
 */
export function interestsOf(
  linker: Linker,
  wanted: (ref: string) => readonly string[],
): Interests {
  const repositories = new Map<string, Draft>();
  const images = new Map<string, Set<string>>();
  const pipelines = new Map<string, PipelineInterest>();
  for (const { entity, claims } of linker.claims.all()) {
    if (claims.source) {
      const draft = draftOf(repositories, claims.source.repository);
      draft.roles.add('source');
      claims.source.paths.forEach(path => draft.paths.add(path));
      wanted(entity.ref).forEach(sha => draft.revisions.add(sha));
    }
    for (const { system, sourceId, pipeline } of claims.pipelines) {
      const source = sourceId.slice(system.length + 1);
      pipelines.set(`${sourceId} ${pipeline}`, { system, source, pipeline });
    }
    for (const image of claims.images) {
      images.set(image, images.get(image) ?? new Set());
    }
  }
  for (const target of linker.targets.all()) {
    if (linker.entitiesOf(target.id).length === 0) {
      continue;
    }
    for (const each of target.desired) {
      const { repository, commit } = each;
      if (repository) {
        const draft = draftOf(repositories, repository);
        draft.roles.add('configuration');
        pathsOf(each).forEach(path => draft.paths.add(path));
        if (commit) {
          draft.revisions.add(commit);
        }
      }
    }
    for (const { repository, reference } of target.images) {
      const references = images.get(repository) ?? new Set();
      images.set(repository, references);
      if (reference) {
        references.add(reference);
      }
    }
  }
  const content = {
    repositories: [...repositories].sort(byFirst).map(
      ([repository, draft]): RepositoryInterest => ({
        repository,
        roles: [...draft.roles].sort().reverse(),
        paths: [...draft.paths].sort(),
        revisions: [...draft.revisions].sort(),
      }),
    ),
    images: [...images].sort(byFirst).map(
      ([repository, references]): ImageInterest => ({
        repository,
        references: [...references].sort(),
      }),
    ),
    pipelines: [...pipelines].sort(byFirst).map(([, pipeline]) => pipeline),
  };
  const version = createHash('sha256')
    .update(JSON.stringify(content))
    .digest('base64url')
    .slice(0, 22);
  return { version, ...content };
}

interface Draft {
  roles: Set<'source' | 'configuration'>;
  paths: Set<string>;
  revisions: Set<string>;
}

function draftOf(drafts: Map<string, Draft>, repository: string): Draft {
  const known = drafts.get(repository);
  if (known) {
    return known;
  }
  const draft: Draft = {
    roles: new Set(),
    paths: new Set(),
    revisions: new Set(),
  };
  drafts.set(repository, draft);
  return draft;
}

function byFirst([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : Number(a > b);
}

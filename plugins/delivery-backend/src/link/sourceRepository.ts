import {
  DELIVERY_ANNOTATIONS as A,
  repositoryIdentity,
  type EntityWarning,
} from '@throughline/plugin-delivery-common';
import type { SourceRepository } from './Claim';
import type { EntityFacts } from './EntityFacts';

/** What the annotations alone do not tell. */
export interface SourceDefaults {
  /** The host of a project slug, where the source location does not tell it. */
  slugHost: string;
}

/** Finds the repository and the folders that an entity's code is in. */
export function sourceRepositoryOf(
  entity: EntityFacts,
  defaults: SourceDefaults,
): { source?: SourceRepository; warnings: EntityWarning[] } {
  const warnings: EntityWarning[] = [];
  const location = readSourceLocation(entity, warnings);
  const ownPaths = readPaths(entity, warnings);
  for (const read of [readGithubSlug, readGitlabProject]) {
    const project = read(entity, location, defaults, warnings);
    if (project) {
      const { repository, annotation } = project;
      const paths = location?.repository === repository ? location.paths : [''];
      return {
        source: { repository, paths: ownPaths ?? paths, annotation },
        warnings,
      };
    }
  }
  return {
    ...(location
      ? { source: { ...location, paths: ownPaths ?? location.paths } }
      : {}),
    warnings,
  };
}

interface Project {
  repository: string;
  annotation: string;
}

function readGithubSlug(
  entity: EntityFacts,
  location: SourceRepository | undefined,
  defaults: SourceDefaults,
  warnings: EntityWarning[],
): Project | undefined {
  const annotation = A.githubProjectSlug;
  const host = location?.repository.split('/')[0] ?? defaults.slugHost;
  return readSlug(entity, annotation, host, warnings);
}

/** A project's number is asked for as it is: the forge knows a project by either. */
function readGitlabProject(
  entity: EntityFacts,
  location: SourceRepository | undefined,
  _: SourceDefaults,
  warnings: EntityWarning[],
): Project | undefined {
  const host =
    entity.annotations[A.gitlabInstance]?.trim().toLocaleLowerCase('en-US') ||
    (location?.repository.split('/')[0] ?? A.gitlabInstance.split('/')[0]);
  const bySlug = readSlug(entity, A.gitlabProjectSlug, host, warnings);
  const id = entity.annotations[A.gitlabProjectId]?.trim();
  if (
    bySlug ||
    id === undefined ||
    location?.repository.startsWith(`${host}/`)
  ) {
    return bySlug;
  }
  if (!/^\d{1,12}$/.test(id)) {
    warnings.push({
      annotation: A.gitlabProjectId,
      message: `'${id.slice(0, 80)}' is not a project's number.`,
    });
    return undefined;
  }
  return { repository: `${host}/${id}`, annotation: A.gitlabProjectId };
}

function readSlug(
  entity: EntityFacts,
  annotation: string,
  host: string,
  warnings: EntityWarning[],
): Project | undefined {
  const slug = entity.annotations[annotation]?.trim();
  if (slug === undefined) {
    return undefined;
  }
  if (/^[\w.-]+(?:\/[\w.-]+)+$/.test(slug)) {
    return {
      repository: `${host}/${slug}`.toLocaleLowerCase('en-US'),
      annotation,
    };
  }
  warnings.push({
    annotation,
    message: `'${slug.slice(
      0,
      80,
    )}' is no project slug. Write it as owner/repository.`,
  });
  return undefined;
}

function readSourceLocation(
  entity: EntityFacts,
  warnings: EntityWarning[],
): SourceRepository | undefined {
  const annotation = A.sourceLocation;
  const value = entity.annotations[annotation];
  if (value === undefined || !value.startsWith('url:')) {
    return undefined;
  }
  const text = value.slice('url:'.length).trim();
  // A folder is written in the way of the forge: …/tree/<branch>/<path>, /-/tree/… or /src/branch/<branch>/<path>.
  const [, base, folder] =
    /^(.+?)\/(?:-\/)?(?:tree|blob|src\/branch|src\/commit)\/[^/]+(?:\/(.*))?$/.exec(
      text,
    ) ?? [undefined, text, ''];
  const repository = repositoryIdentity(base);
  if (!repository) {
    warnings.push({
      annotation,
      message: `'${text.slice(
        0,
        120,
      )}' is not the URL of a repository, so that commits and runs cannot be found by it.`,
    });
    return undefined;
  }
  return { repository, paths: [cleanPath(folder ?? '')], annotation };
}

function readPaths(
  entity: EntityFacts,
  warnings: EntityWarning[],
): string[] | undefined {
  const value = entity.annotations[A.paths];
  if (value === undefined) {
    return undefined;
  }
  const parts = value
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');
  const good = parts.filter(
    part => !part.split('/').includes('..') && part.length <= 400,
  );
  if (good.length < parts.length || parts.length === 0) {
    warnings.push({
      annotation: A.paths,
      message:
        parts.length === 0
          ? 'It is empty. List folders of the repository, separated by commas, or remove it.'
          : "A folder may not hold '..' and not be longer than 400 characters.",
    });
  }
  return good.length > 0 ? [...new Set(good.map(cleanPath))].sort() : undefined;
}

function cleanPath(path: string): string {
  let decoded = path;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    // Not encoded, then.
  }
  return decoded.replace(/^(\.?\/)+|\/+$/g, '').replace(/^\.$/, '');
}

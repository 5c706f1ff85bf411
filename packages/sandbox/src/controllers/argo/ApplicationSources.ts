import type { KubeObject } from '../../kubernetes/types';
import type { Repositories } from '../../git/Repositories';
import { renderSource } from '../render/renderSource';
import { RenderError, SourceTree } from '../render/SourceTree';
import { sourcesOf, type Application, type ApplicationSource } from './types';

/** A folder or a file of a repository that an Application's manifests depend on. */
export interface SourcePath {
  repository: string;
  path: string;
}

/** What an Application's sources say at certain revisions. */
export interface ResolvedSources {
  /** One per source, in their order. */
  revisions: string[];
  types: string[];
  objects: KubeObject[];
  paths: SourcePath[];
  /** Why there are no objects. */
  error?: string;
}

/** The sandbox's repository behind a URL, whatever its host. */
export function repositoryOf(repoURL: string): string {
  const path = repoURL.replace(/^[a-z+]+:\/\/[^/]+\//i, '');
  return path.replace(/\.git$/, '').replace(/^\/+/, '');
}

/** Reads and renders what Applications point at. */
export class ApplicationSources {
  constructor(private readonly repositories: Repositories) {}

  /** The commits that the sources' target revisions name now. */
  async revisions(
    sources: readonly ApplicationSource[],
    overrides: readonly (string | undefined)[] = [],
  ): Promise<string[]> {
    return Promise.all(
      sources.map(async (source, i) => {
        const repository = repositoryOf(source.repoURL);
        const ref = overrides[i] || source.targetRevision || 'HEAD';
        if (!this.repositories.list().includes(repository)) {
          throw new RenderError(
            `rpc error: code = Unknown desc = failed to list refs: repository not found: ${source.repoURL}`,
          );
        }
        const sha = await this.repositories.resolve(repository, ref);
        if (!sha) {
          throw new RenderError(
            `rpc error: code = Unknown desc = unable to resolve '${ref}' to a commit SHA`,
          );
        }
        return sha;
      }),
    );
  }

  /** Finds and renders what an Application points at; what cannot be found is told in the result. */
  async resolve(
    application: Application,
    before?: ResolvedSources,
    at: {
      sources?: ApplicationSource[];
      revisions?: readonly (string | undefined)[];
    } = {},
  ): Promise<ResolvedSources> {
    const sources = at.sources ?? sourcesOf(application.spec);
    try {
      const revisions = await this.revisions(sources, at.revisions);
      return await this.render(application, revisions, sources);
    } catch (error) {
      return {
        revisions: before?.revisions ?? [],
        types: before?.types ?? [],
        paths: before?.paths ?? [],
        objects: [],
        error: `Failed to load target state: ${(error as Error).message}`,
      };
    }
  }

  /** Renders all sources of an Application at given commits. */
  async render(
    application: Application,
    revisions: string[],
    sources = sourcesOf(application.spec),
  ): Promise<ResolvedSources> {
    const trees = sources.map((source, i) =>
      this.tree(repositoryOf(source.repoURL), revisions[i]),
    );
    const referenced = new Map<string, SourceTree>();
    sources.forEach((source, i) => {
      if (source.ref) {
        referenced.set(source.ref, trees[i]);
      }
    });
    const result: ResolvedSources = {
      revisions,
      types: [],
      objects: [],
      paths: [],
    };
    try {
      for (const [i, source] of sources.entries()) {
        if (source.path === undefined) {
          result.types.push('');
          continue;
        }
        const { objects, type } = await renderSource(
          trees[i],
          {
            path: source.path,
            helm: source.helm,
            kustomize: source.kustomize,
            release: {
              name: application.metadata.name,
              namespace: application.spec.destination.namespace ?? 'default',
            },
          },
          referenced,
        );
        result.objects.push(...objects);
        result.types.push(type);
      }
    } catch (error) {
      result.objects = [];
      result.error = `Failed to load target state: failed to generate manifest for source 1 of ${
        sources.length
      }: rpc error: code = Unknown desc = ${(error as Error).message}`;
    }
    result.paths = sources.flatMap((source, i) =>
      trees[i].paths.map(path => ({
        repository: repositoryOf(source.repoURL),
        path,
      })),
    );
    return result;
  }

  private tree(repository: string, sha: string): SourceTree {
    return new SourceTree(folder =>
      this.repositories.readTree(repository, sha, folder),
    );
  }
}

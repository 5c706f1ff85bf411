import { z } from 'zod';
import { SourceFailure, webUrl } from '@throughline/plugin-delivery-node';

const Repository = z.object({
  html_url: z.string().refine(text => webUrl(text) !== undefined, 'no URL'),
  default_branch: z.string().nullish(),
  empty: z.boolean().nullish(),
  has_actions: z.boolean().nullish(),
  has_pull_requests: z.boolean().nullish(),
  has_releases: z.boolean().nullish(),
});

/** What all that is read of a repository needs to know of it. */
export interface RepositoryFacts {
  url: string;
  defaultBranch?: string;
  hasCode: boolean;
  hasActions: boolean;
  hasPulls: boolean;
  hasReleases: boolean;
}

/** @throws SourceFailure where the answer has another shape */
export function readRepository(json: unknown): RepositoryFacts {
  const { data, error } = Repository.safeParse(json);
  if (!data) {
    throw new SourceFailure(
      'protocol',
      `the answer about the repository has another shape: ${error.issues[0].path.join(
        '.',
      )}: ${error.issues[0].message}`,
    );
  }
  return {
    url: data.html_url,
    ...(data.default_branch ? { defaultBranch: data.default_branch } : {}),
    hasCode: !data.empty,
    // Versions that do not tell have them, or say 404.
    hasActions: data.has_actions ?? true,
    hasPulls: data.has_pull_requests ?? true,
    hasReleases: data.has_releases ?? true,
  };
}

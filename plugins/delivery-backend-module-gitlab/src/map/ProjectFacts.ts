import { z } from 'zod';
import { SourceFailure, webUrl } from '@throughline/plugin-delivery-node';

const Project = z.object({
  id: z.number().int().min(1),
  path_with_namespace: z.string().min(1),
  web_url: z.string().refine(text => webUrl(text) !== undefined, 'no URL'),
  ci_config_path: z.string().nullish(),
  merge_trains_enabled: z.boolean().nullish(),
  repository_access_level: z.string().nullish(),
  builds_access_level: z.string().nullish(),
  merge_requests_access_level: z.string().nullish(),
  environments_access_level: z.string().nullish(),
  releases_access_level: z.string().nullish(),
});

/** A part of a project that may be switched off. */
export type Feature =
  | 'repository'
  | 'builds'
  | 'merge_requests'
  | 'environments'
  | 'releases';

/** What all that is read of a project needs to know of it. */
export interface ProjectFacts {
  /** Outlives renames. */
  id: string;
  /** With all groups, such as `acme/platform/checkout`. */
  path: string;
  url: string;
  /** Where its pipelines are defined. */
  definition: string;
  mergeTrains: boolean;
  disabled: ReadonlySet<Feature>;
}

const FEATURES: readonly Feature[] = [
  'repository',
  'builds',
  'merge_requests',
  'environments',
  'releases',
];

/** @throws SourceFailure where the answer has another shape */
export function readProject(json: unknown): ProjectFacts {
  const { data, error } = Project.safeParse(json);
  if (!data) {
    throw new SourceFailure(
      'protocol',
      `the answer about the project has another shape: ${error.issues[0].path.join(
        '.',
      )}: ${error.issues[0].message}`,
    );
  }
  return {
    id: String(data.id),
    path: data.path_with_namespace,
    url: data.web_url,
    definition: data.ci_config_path || '.gitlab-ci.yml',
    mergeTrains: data.merge_trains_enabled ?? false,
    disabled: new Set(
      FEATURES.filter(
        feature => data[`${feature}_access_level`] === 'disabled',
      ),
    ),
  };
}

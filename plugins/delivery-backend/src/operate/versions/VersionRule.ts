import type { DesiredSource } from '@throughline/plugin-delivery-common';

/**
 * How a version is written in a file.
 *
 * - `kustomizeImages`: an entry of a kustomization's `images`
 * - `value`: one value, such as a tag in a chart's values, or in a file that an application set's generator reads
 * - `revision`: a chart's version or a revision that is asked for, in the object that asks for it
 */
export type VersionStrategy = 'kustomizeImages' | 'value' | 'revision';

/** All strategies. */
export const VERSION_STRATEGIES: readonly VersionStrategy[] = [
  'kustomizeImages',
  'value',
  'revision',
];

/** What can be filled in where a file, a path in it or an object is named. */
export const FILE_WORDS = [
  'name',
  'environment',
  'target',
  'path',
  'cluster',
  'namespace',
] as const;

/** Where the version of a service in one environment lives, and how it is changed. */
export interface VersionRule {
  strategy: VersionStrategy;
  /** Identity of the repository, see `repositoryIdentity`. */
  repository: string;
  /** The default branch unless told. */
  branch?: string;
  /** Path of the file from the repository's root. */
  file: string;
  /** The object in the file, where it holds several. */
  document?: { kind: string; name: string };
  /** For `value` and `revision`: where in the file, see `parseScalarPath`. For a tag. */
  path?: string;
  /** For `value`: where the digest is, in a file that pins it beside the tag. */
  digestPath?: string;
  /** For `kustomizeImages`: the entry's name, where it is not the image itself. */
  image?: string;
  write: 'commit' | 'pullRequest';
  /** Who says so. */
  origin: 'config' | 'annotation' | 'detected';
  /** The key or annotation that says so, for evidence. */
  where: string;
}

/** The version that is to be written. */
export interface WantedVersion {
  /** Registry host and path of the image. */
  repository?: string;
  tag?: string;
  digest?: string;
  /** What the version is made from where it runs, source by source. */
  madeFrom?: MadeFrom[];
  /** The chart version or revision that came of that, once it is known. */
  revision?: string;
}

/** A source that a version is made from. */
export type MadeFrom = Pick<
  DesiredSource,
  'url' | 'chart' | 'targetRevision' | 'revision' | 'rendered'
>;

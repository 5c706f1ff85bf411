import { type TargetType } from '@throughline/plugin-delivery-common';
import type {
  ClusterPlace,
  ObjectPointer,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import type { Stored } from '../store/ObservationReader';
import { identityOf } from './identityOf';
import { repositoryPath } from './repositoryPath';

/** What the linking keeps in memory of a target: little, as there may be tens of thousands. */
export interface TargetFacts {
  id: string;
  sourceId: string;
  key: string;
  type: TargetType;
  resource: string;
  group?: string;
  name: string;
  namespace?: string;
  /** Where it runs: the namespace that it deploys to, else its own. */
  runsIn?: string;
  project?: string;
  /** Keys of the pipelines that deploy it. */
  pipelineKeys: readonly string[];
  cluster?: ClusterPlace;
  labels: Readonly<Record<string, string>>;
  parent: boolean;
  generatedBy?: { resource: string; name: string };
  manages: readonly ObjectPointer[];
  desired: readonly DesiredFacts[];
  images: readonly { repository: string; reference?: string }[];
}

/** Where a target is made from. */
export interface DesiredFacts {
  /** See `repositoryIdentity`; absent for a chart repository. */
  repository?: string;
  path?: string;
  /** What it reads besides the folder. */
  files?: readonly string[];
  /** A full commit, where it is one. */
  commit?: string;
}

/** The paths of the repository that matter; all of it where it is not told which. */
export function pathsOf({ path, files = [] }: DesiredFacts): string[] {
  return path === undefined && files.length > 0
    ? [...files]
    : [path ?? '', ...files];
}

/** Takes from a target what the linking needs. */
export function factsOfTarget({
  id,
  sourceId,
  item,
}: Stored<TargetItem>): TargetFacts {
  return {
    id,
    sourceId,
    key: item.key,
    type: item.type,
    resource: item.resource,
    group: item.group,
    name: item.name,
    namespace: item.namespace,
    runsIn: item.destinationNamespace ?? item.namespace,
    project: item.project,
    pipelineKeys: item.pipelineKeys ?? [],
    cluster: item.cluster,
    labels: item.labels,
    parent: item.parent === true,
    generatedBy: item.generatedBy,
    manages: item.manages ?? [],
    desired: item.desired.map(each => {
      const commit = each.revision?.toLocaleLowerCase('en-US');
      return {
        repository: each.chart ? undefined : identityOf(each.url),
        path: each.path === undefined ? undefined : repositoryPath(each.path),
        files: each.files,
        commit: commit && /^[0-9a-f]{40}$/.test(commit) ? commit : undefined,
      };
    }),
    images: item.images.map(image => ({
      repository: image.repository,
      reference: image.digest ?? image.tag,
    })),
  };
}

/** The system part of a source's id. */
export function systemOf(sourceId: string): string {
  return sourceId.slice(0, sourceId.indexOf(':'));
}

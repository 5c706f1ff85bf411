import type { DesiredSource } from '@throughline/plugin-delivery-common';
import type { Application, ArgoSource } from '../api/schemas';
import { valueFilesOf } from './valueFiles';

/** A revision for one source, or for several, as Argo CD writes them. */
export interface ArgoRevisions {
  revision?: string;
  revisions?: string[];
}

/** What is asked for, source by source, and what that means at present. */
export function mapDesired(application: Application): DesiredSource[] {
  const { spec, status } = application;
  if (spec?.sourceHydrator) {
    return hydrated(application);
  }
  return mapSources(spec ?? {}, status?.sync ?? {});
}

/**
 * Where an application has several sources, `source` and `revision` are empty or stale: `sources` and `revisions`
 * count, and belong together index by index.
 */
export function mapSources(
  from: { source?: ArgoSource; sources?: ArgoSource[] },
  at: ArgoRevisions,
): DesiredSource[] {
  const several = from.sources !== undefined && from.sources.length > 0;
  const sources = several ? from.sources! : [from.source];
  const revisions = revisionsOf(at, several);
  const files = valueFilesOf(sources);
  return sources.flatMap((source, index) => {
    if (!source || (!several && !source.repoURL)) {
      return [];
    }
    const revision =
      revisions.length === sources.length ? revisions[index] : undefined;
    return [
      {
        url: source.repoURL ?? '',
        ...(source.path ? { path: source.path } : {}),
        ...(files[index].length > 0 ? { files: files[index] } : {}),
        ...(source.chart ? { chart: source.chart } : {}),
        ...(source.targetRevision
          ? { targetRevision: source.targetRevision }
          : {}),
        ...(revision ? { revision } : {}),
      },
    ];
  });
}

export function revisionsOf(at: ArgoRevisions, several: boolean): string[] {
  if (several) {
    return at.revisions ?? [];
  }
  return at.revision ? [at.revision] : [];
}

/** The branch of rendered manifests comes first, as revisions are of it; the dry source that it is made from next. */
function hydrated({ spec, status }: Application): DesiredSource[] {
  const { drySource, syncSource } = spec?.sourceHydrator ?? {};
  const dryRevision = status?.sourceHydrator?.lastSuccessfulOperation?.drySHA;
  const rendered = mapSources(
    {
      source: {
        repoURL: syncSource?.repoURL ?? drySource?.repoURL,
        path: syncSource?.path,
        chart: undefined,
        ref: undefined,
        helm: undefined,
        targetRevision: syncSource?.targetBranch,
      },
    },
    { revision: status?.sync?.revision },
  );
  const dry = mapSources(
    { source: drySource && { ...drySource, chart: undefined, ref: undefined } },
    { revision: dryRevision },
  );
  return dry.length > 0
    ? [...rendered.map(each => ({ ...each, rendered: true })), ...dry]
    : rendered;
}

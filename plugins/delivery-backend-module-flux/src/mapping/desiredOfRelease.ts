import type { DesiredSource } from '@throughline/plugin-delivery-common';
import type {
  HelmReleaseFacts,
  ReleaseSnapshot,
  SourceFacts,
} from '../objects/facts';
import { chartVersionOf, parseRevision } from '../objects/revision';
import { factsOf, type UsedSource } from './sources';

/** A chart's version that was installed. */
export type InstalledChart = Pick<
  ReleaseSnapshot,
  'chartVersion' | 'chartName' | 'ociDigest'
>;

/**
 * What a HelmRelease is made from: a chart of a repository, or a folder of a Git repository that holds one.
 *
 * @param installed - the version that runs or ran; absent where none does
 */
export function desiredOfRelease(
  facts: HelmReleaseFacts,
  sources: readonly UsedSource[],
  installed: InstalledChart | undefined,
): DesiredSource[] {
  const [first, second] = sources;
  const object = factsOf(first);
  if (facts.chartRef && !object?.chart) {
    return [fromArtifact(facts.chartRef.name, object, installed)];
  }
  const chart = facts.chart ?? object?.chart;
  if (!chart) {
    return [];
  }
  const repository = factsOf(second);
  const inFolder =
    chart.source.kind === 'GitRepository' || chart.source.kind === 'Bucket';
  const version =
    installed && chartVersionOf(installed.chartVersion, installed.ociDigest);
  if (!inFolder) {
    return [
      {
        url: repository?.url ?? '',
        chart: chart.chart,
        ...(chart.version && { targetRevision: chart.version }),
        ...(version && { revision: version }),
        ...(object?.revision &&
          object.revision !== version && { available: object.revision }),
      },
    ];
  }
  const commit = commitBehind(installed?.chartVersion, object);
  return [
    {
      url: repository?.url ?? '',
      path: chart.chart.replace(/^(?:\.?\/)+|\/+$/g, ''),
      ...(chart.valuesFiles.length > 0 && { files: chart.valuesFiles }),
      ...(repository?.ref && { targetRevision: repository.ref }),
      ...(commit && { revision: commit }),
      // Most commits do not touch the chart: the version that was packed last tells whether there is something newer.
      ...(object?.revision &&
        installed &&
        object.revision !== installed.chartVersion && {
          available: object.revision,
        }),
    },
  ];
}

function fromArtifact(
  name: string,
  object: SourceFacts | undefined,
  installed: InstalledChart | undefined,
): DesiredSource {
  const fetched = parseRevision(object?.revision);
  const digest = installed?.ociDigest?.replace(/^sha256:/, '');
  const version =
    installed && chartVersionOf(installed.chartVersion, installed.ociDigest);
  const available =
    fetched && fetched.hash !== digest && fetched.name !== version
      ? fetched.name ?? `sha256:${fetched.hash}`
      : undefined;
  return {
    url: object?.url ?? '',
    chart: installed?.chartName || name,
    ...(object?.ref && { targetRevision: object.ref }),
    ...(version && { revision: version }),
    ...(available && { available }),
  };
}

/**
 * The commit that a chart in Git was packed from: only where Flux wrote it into the version, as it does where the
 * chart's `reconcileStrategy` is `Revision`. Else the version does not tell.
 */
function commitBehind(
  version: string | undefined,
  object: SourceFacts | undefined,
): string | undefined {
  const [, packed] =
    /\+(?:.*\.)?([0-9a-f]{12})(?:\.\d+)?$/.exec(version ?? '') ?? [];
  const commit = parseRevision(object?.chart?.sourceRevision)?.hash;
  return packed && commit?.startsWith(packed) ? commit : undefined;
}

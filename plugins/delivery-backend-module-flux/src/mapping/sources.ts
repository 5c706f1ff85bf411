import type { ApplierFacts, Reference, SourceFacts } from '../objects/facts';
import type { Found, Surroundings } from './Surroundings';

/** A source that an applier uses. */
export interface UsedSource {
  reference: Reference;
  found: Found<SourceFacts>;
}

/** The sources that an applier uses, what it refers to itself first; a chart is followed by what it is made from. */
export function sourcesOf(
  applier: ApplierFacts,
  around: Surroundings,
): UsedSource[] {
  const look = (reference: Reference): UsedSource => ({
    reference,
    found: around.source(reference),
  });
  if (applier.kind === 'Kustomization') {
    return [look(applier.source)];
  }
  if (applier.chart) {
    return [look(applier.chart.object), look(applier.chart.source)];
  }
  if (!applier.chartRef) {
    return [];
  }
  const first = look(applier.chartRef);
  const chart = factsOf(first)?.chart;
  return chart ? [first, look(chart.source)] : [first];
}

/** What is known of a source. */
export function factsOf(
  source: UsedSource | undefined,
): SourceFacts | undefined {
  return source?.found.state === 'found' ? source.found.facts : undefined;
}

/** A source in words, such as `GitRepository flux-system/apps`. */
export function nameOf({ kind, namespace, name }: Reference): string {
  return `${kind} ${namespace}/${name}`;
}

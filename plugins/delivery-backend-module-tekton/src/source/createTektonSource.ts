import type {
  Gate,
  ObserveTiming,
} from '@throughline/plugin-delivery-kubernetes-node';
import {
  urlSegment,
  type DeliverySource,
  type Observation,
  type ObserveContext,
} from '@throughline/plugin-delivery-node';
import type { TektonCluster } from '../config/readTektonConfig';
import type { RunLink } from '../objects/buildRunFacts';
import { observeTekton } from '../observe/observeTekton';
import { createOperators } from '../operate/createOperators';

/** What sources share, and what tests replace. */
export interface SourceOptions {
  keepFinished: number;
  timing?: ObserveTiming;
  pageSize?: number;
  gate?: Gate;
}

/** Makes the source of one cluster. */
export function createTektonSource(
  options: TektonCluster,
  how: SourceOptions,
): DeliverySource {
  const { cluster, dashboardUrl } = options;
  const url = dashboardUrl ?? cluster.dashboardUrl;
  const { connect } = cluster;
  return {
    id: `tekton:${cluster.name}`,
    system: 'tekton',
    title: `Tekton in ${cluster.title}`,
    ...(url && { url }),
    strategy: 'watch',
    maxSilenceMs: 120_000,
    observes: ['tekton.dev/PipelineRun', 'tekton.dev/TaskRun'],
    ...(!cluster.connect && {
      unavailable: cluster.unavailable ?? 'It cannot be reached',
    }),
    ...(connect &&
      options.operations && {
        operators: createOperators({
          connect: () => connect(),
          link: dashboardLink(dashboardUrl),
        }),
      }),
    observe: context => observe(options, how, context),
  };
}

async function* observe(
  { cluster, expected, dashboardUrl }: TektonCluster,
  how: SourceOptions,
  context: ObserveContext,
): AsyncGenerator<Observation> {
  if (!cluster.connect) {
    return;
  }
  const client = cluster.connect({ onCall: call => context.countCall(call) });
  try {
    yield* observeTekton(
      client,
      {
        expected,
        namespaces: cluster.namespaces,
        link: dashboardLink(dashboardUrl),
        ...how,
      },
      context,
    );
  } catch (error) {
    // What an abort breaks off is no failure.
    if (!context.signal.aborted) {
      throw error;
    }
  }
}

/** The Tekton Dashboard keeps its routes in the fragment. */
function dashboardLink(dashboardUrl: string | undefined): RunLink {
  return (plural, { namespace, name }) =>
    dashboardUrl &&
    `${dashboardUrl}/#/namespaces/${urlSegment(
      namespace,
    )}/${plural}/${urlSegment(name)}`;
}

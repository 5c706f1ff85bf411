import {
  observeConnected,
  type Gate,
  type ObserveTiming,
} from '@throughline/plugin-delivery-kubernetes-node';
import {
  urlSegment,
  type DeliverySource,
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
  const link = dashboardLink(dashboardUrl);
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
          link,
        }),
      }),
    observe: context =>
      observeConnected(cluster, context, client =>
        observeTekton(
          client,
          {
            expected: options.expected,
            namespaces: cluster.namespaces,
            link,
            ...how,
          },
          context,
        ),
      ),
  };
}

/** The Tekton Dashboard keeps its routes in the fragment. */
function dashboardLink(dashboardUrl: string | undefined): RunLink {
  return (plural, { namespace, name }) =>
    dashboardUrl &&
    `${dashboardUrl}/#/namespaces/${urlSegment(
      namespace,
    )}/${plural}/${urlSegment(name)}`;
}

import { NotFoundError } from '@backstage/errors';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type {
  DeploymentView,
  EntityDelivery,
  Lane,
} from '@throughline/plugin-delivery-common';
import type { DeliveryService } from '../read/DeliveryService';
import { defined } from '../read/summaries';
import { CallerView } from './CallerView';
import { entityRefInput, readEntityRef } from './entityRef';
import { explainLane } from './explainLane';
import { READ_ONLY } from './readOnly';

/** Why something is not well, as far as it was observed. */
export function registerExplainNotHealthy(
  registry: ActionsRegistryService,
  delivery: DeliveryService,
): void {
  registry.register({
    name: 'explain-not-healthy',
    title: 'Explain why not healthy',
    description:
      'Tells for the environments of a service that are not healthy, or of which that is not certain, everything that was observed and speaks against them: conditions, failed syncs, rollouts, pods, probes and alerts, with the deployment that came last. It tells observations, and concludes nothing from them.',
    attributes: READ_ONLY,
    schema: {
      input: z =>
        z.object({
          entityRef: entityRefInput(z),
          environment: z
            .string()
            .max(100)
            .optional()
            .describe('Only this environment; all unless told'),
        }),
      output: z =>
        z.object({
          healthy: z
            .array(z.string())
            .describe(
              'Environments that are healthy by all that is known, from sources that are heard of',
            ),
          notHealthy: z.array(
            z.object({
              environment: z.string(),
              health: z
                .string()
                .describe('Such as degraded, progressing or unknown'),
              version: z.string().optional(),
              findings: z.array(
                z.object({
                  about: z
                    .string()
                    .describe('A target, a workload or a monitoring system'),
                  says: z.string(),
                }),
              ),
              lastDeployment: z
                .object({
                  id: z.string(),
                  from: z.string().optional(),
                  to: z.string().optional(),
                  outcome: z.string(),
                  at: z.string().optional().describe('ISO 8601'),
                })
                .optional()
                .describe('What came last, which need not be the cause'),
            }),
          ),
        }),
    },
    action: async ({ input, credentials }) => {
      const entityRef = readEntityRef(input.entityRef);
      const { environment } = input;
      const page = await new CallerView(delivery, credentials).page(entityRef);
      const lanes = page.lanes.filter(
        lane =>
          environment === undefined || lane.environment.name === environment,
      );
      if (environment !== undefined && lanes.length === 0) {
        throw new NotFoundError(
          `${entityRef} has no environment '${environment}': it has ${
            page.lanes.map(lane => lane.environment.name).join(', ') || 'none'
          }`,
        );
      }
      return {
        output: {
          healthy: lanes.filter(isWell).map(lane => lane.environment.name),
          notHealthy: lanes
            .filter(lane => !isWell(lane))
            .map(lane => explain(lane, page)),
        },
      };
    },
  });
}

function isWell({ health, staleSince }: Lane): boolean {
  return health.status === 'healthy' && staleSince === undefined;
}

function explain(lane: Lane, { history }: EntityDelivery) {
  const { name } = lane.environment;
  const last = history.items.find(
    (entry): entry is DeploymentView =>
      entry.type === 'deployment' && entry.environment === name,
  );
  return defined({
    environment: name,
    health: lane.health.status,
    version: lane.version?.label,
    findings: explainLane(lane, last),
    lastDeployment:
      last &&
      defined({
        id: last.id,
        from: last.from?.label,
        to: last.to?.label,
        outcome: last.outcome,
        at: last.finishedAt ?? last.startedAt,
      }),
  });
}

import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { Lane } from '@throughline/plugin-delivery-common';
import type { DeliveryService } from '../read/DeliveryService';
import { defined } from '../read/summaries';
import { CallerView } from './CallerView';
import { entityRefInput, readEntityRef } from './entityRef';
import { READ_ONLY } from './readOnly';

/** What runs where, and how it fares. */
export function registerGetDeliveryStatus(
  registry: ActionsRegistryService,
  delivery: DeliveryService,
): void {
  registry.register({
    name: 'get-delivery-status',
    title: 'Get delivery status',
    description:
      'Tells for each environment of a service which version runs there, since when, whether it is healthy and as Git wants it, how many changes it lacks, and what it waits for. What is unknown is told as unknown, with the reason; a staleSince means that this is the last that was heard.',
    attributes: READ_ONLY,
    schema: {
      input: z => z.object({ entityRef: entityRefInput(z) }),
      output: z => {
        const status = z.object({
          status: z.string(),
          reason: z
            .string()
            .optional()
            .describe('Why; always told where the status is unknown'),
        });
        return z.object({
          entityRef: z.string(),
          state: z
            .enum(['ready', 'nothingLinked', 'pending'])
            .describe(
              'ready: there is something to tell; nothingLinked: no source has anything of this entity; pending: it has not been looked at yet',
            ),
          newestRun: z
            .object({
              pipeline: z.string(),
              status,
              url: z.string().optional(),
            })
            .optional()
            .describe('The newest run of the main branch'),
          environments: z
            .array(
              z.object({
                name: z.string(),
                production: z.boolean(),
                version: z
                  .string()
                  .optional()
                  .describe('What most of its targets run'),
                commit: z
                  .object({
                    sha: z.string(),
                    subject: z.string(),
                    certainty: z
                      .enum(['certain', 'inferred'])
                      .optional()
                      .describe('How the commit is known'),
                  })
                  .optional()
                  .describe(
                    'The source commit that the version was built from',
                  ),
                health: status,
                sync: status.describe('Whether it is as Git wants it'),
                deployedAt: z.string().optional().describe('ISO 8601'),
                staleSince: z
                  .string()
                  .optional()
                  .describe(
                    'ISO 8601; since when a source has not been heard of: all of this may have changed',
                  ),
                behind: z
                  .object({ environment: z.string(), changes: z.number() })
                  .optional()
                  .describe('Changes of an earlier environment that it lacks'),
                waiting: z.string().optional().describe('What it waits for'),
                targets: z.number().describe('How many targets it has'),
              }),
            )
            .describe('In the order of promotion'),
        });
      },
    },
    action: async ({ input, credentials }) => {
      const entityRef = readEntityRef(input.entityRef);
      const page = await new CallerView(delivery, credentials).page(entityRef);
      const { run } = page.build;
      return {
        output: {
          entityRef,
          state: page.state,
          ...(run
            ? {
                newestRun: defined({
                  pipeline: run.pipeline,
                  status: judged(run.status),
                  url: run.url,
                }),
              }
            : {}),
          environments: page.lanes.map(environmentOf),
        },
      };
    },
  });
}

function environmentOf(lane: Lane) {
  const { version, environment } = lane;
  return defined({
    name: environment.name,
    production: environment.production,
    version: version?.label,
    commit:
      version?.commit &&
      defined({
        sha: version.commit.sha,
        subject: version.commit.subject,
        certainty: version.evidence?.certainty,
      }),
    health: judged(lane.health),
    sync: judged(lane.sync),
    deployedAt: lane.deployedAt,
    staleSince: lane.staleSince,
    behind: lane.behind,
    waiting: lane.waiting,
    targets: lane.targets.length,
  });
}

function judged({ status, reason }: { status: string; reason?: string }) {
  return reason === undefined ? { status } : { status, reason };
}

import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type {
  DeploymentView,
  HistoryEntry,
  HistoryGap,
} from '@throughline/plugin-delivery-common';
import type { DeliveryService } from '../read/DeliveryService';
import { defined } from '../read/summaries';
import { CallerView } from './CallerView';
import { entityRefInput, readEntityRef } from './entityRef';
import { READ_ONLY } from './readOnly';

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

/** What was deployed when, by whom. */
export function registerListDeployments(
  registry: ActionsRegistryService,
  delivery: DeliveryService,
): void {
  registry.register({
    name: 'list-deployments',
    title: 'List deployments',
    description:
      'Tells the deployments of a service, newest first: what changed from which version to which, where, how it ended, and who asked for it, in the portal or outside of it, as far as evidence shows. Gaps are told where a source had already forgotten some.',
    attributes: READ_ONLY,
    schema: {
      input: z =>
        z.object({
          entityRef: entityRefInput(z),
          environment: z
            .string()
            .max(100)
            .optional()
            .describe('Only of this environment'),
          limit: z
            .number()
            .int()
            .min(1)
            .max(MAX_LIMIT)
            .optional()
            .describe(
              `How many records are looked at, those of other environments included; ${DEFAULT_LIMIT} unless told`,
            ),
          cursor: z
            .string()
            .max(1000)
            .optional()
            .describe('The nextCursor of the answer before, for older ones'),
        }),
      output: z =>
        z.object({
          deployments: z.array(
            z.object({
              id: z.string(),
              environment: z.string(),
              target: z.string(),
              from: z.string().optional().describe('The version before'),
              to: z.string().optional().describe('The version it brought'),
              commit: z
                .string()
                .optional()
                .describe('The source commit that version was built from'),
              configurationCommit: z.string().optional(),
              outcome: z.enum([
                'running',
                'succeeded',
                'failed',
                'cancelled',
                'unknown',
              ]),
              startedAt: z.string().optional().describe('ISO 8601'),
              finishedAt: z.string().optional().describe('ISO 8601'),
              askedBy: z
                .array(z.string())
                .optional()
                .describe(
                  'Who asked for it in the portal, as entity refs; empty where that was for another entity. Absent where it came from outside, or that cannot be told',
                ),
              outsideBy: z
                .string()
                .optional()
                .describe(
                  'Who brought it from outside of the portal, as far as evidence shows',
                ),
              message: z.string().optional(),
              url: z.string().optional(),
            }),
          ),
          gaps: z
            .array(
              z.object({
                environment: z.string(),
                target: z.string(),
                missing: z.number().optional(),
                before: z.string().optional().describe('ISO 8601'),
                reason: z.string(),
              }),
            )
            .describe('Where deployments are missing'),
          nextCursor: z
            .string()
            .optional()
            .describe('Absent where there are no older ones'),
        }),
    },
    action: async ({ input, credentials }) => {
      const entityRef = readEntityRef(input.entityRef);
      const page = await new CallerView(delivery, credentials).history(
        entityRef,
        { cursor: input.cursor, limit: input.limit ?? DEFAULT_LIMIT },
      );
      const { environment } = input;
      const items = page.items.filter(
        each => environment === undefined || each.environment === environment,
      );
      return {
        output: defined({
          deployments: items.filter(isDeployment).map(deploymentOf),
          gaps: items.filter(isGap).map(gapOf),
          nextCursor: page.nextCursor,
        }),
      };
    },
  });
}

function isDeployment(entry: HistoryEntry): entry is DeploymentView {
  return entry.type === 'deployment';
}

function isGap(entry: HistoryEntry): entry is HistoryGap {
  return entry.type === 'gap';
}

function deploymentOf(deployment: DeploymentView) {
  const { id, environment, outcome, origin } = deployment;
  return defined({
    id,
    environment,
    target: deployment.targetName,
    from: deployment.from?.label,
    to: deployment.to?.label,
    commit: deployment.to?.commit?.sha,
    configurationCommit: deployment.configurationCommit?.sha,
    outcome,
    startedAt: deployment.startedAt,
    finishedAt: deployment.finishedAt,
    askedBy:
      origin?.type === 'portal'
        ? [...new Set(origin.operations.map(each => each.requestedBy))]
        : undefined,
    outsideBy: origin?.type === 'outside' ? origin.by.name : undefined,
    message: deployment.message,
    url: deployment.url,
  });
}

function gapOf({
  environment,
  targetName,
  missing,
  before,
  reason,
}: HistoryGap) {
  return defined({ environment, target: targetName, missing, before, reason });
}

import { z } from 'zod';
import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { ApplicationName, ArgocdClient } from '../api/ArgocdClient';
import { applicationSchema, type Application } from '../api/schemas';

/** The name under which an operation's token is written into a sync. */
export const TOKEN_INFO = 'delivery-operation';

const REFRESH = 'argocd.argoproj.io/refresh';

const operationSchema = z
  .object({
    info: z
      .array(z.object({ name: z.string(), value: z.string() }))
      .nullish()
      .catch(undefined),
  })
  .nullish();

const besidesSchema = z.object({
  metadata: z.object({
    annotations: z.record(z.string(), z.string()).nullish(),
  }),
  operation: operationSchema,
  status: z
    .object({
      reconciledAt: z.string().nullish(),
      operationState: z
        .object({
          operation: operationSchema,
          syncResult: z
            .object({ resources: z.array(z.unknown()).nullish() })
            .nullish()
            .catch(undefined),
        })
        .nullish(),
    })
    .nullish(),
});

/** An application as it is now, with what only operations ask for. */
export interface LiveApplication {
  application: Application;
  /** The token of what it was asked to do and has not finished. */
  asked?: string;
  /** The token of what it is doing or did last. */
  done?: string;
  /** When it was compared last. */
  reconciledAt?: string;
  /** What became of each resource of the sync that it is doing or did last, hooks included, as Argo CD tells it. */
  results: readonly unknown[];
  /** Whether it was asked to compare and has not done so. */
  refreshing: boolean;
}

/**
 * Reads an application as it is now.
 *
 * @returns undefined where it is gone
 * @throws SourceFailure
 */
export async function readLiveApplication(
  client: ArgocdClient,
  name: ApplicationName,
  signal: AbortSignal,
): Promise<LiveApplication | undefined> {
  const answer = await client.getApplication(name, { signal });
  return answer === undefined ? undefined : liveApplication(answer);
}

/** @throws SourceFailure of kind `protocol` where the answer is none that is known */
export function liveApplication(answer: unknown): LiveApplication {
  const application = applicationSchema.safeParse(answer);
  const besides = besidesSchema.safeParse(answer);
  if (!application.success || !besides.success) {
    throw new SourceFailure(
      'protocol',
      'Argo CD answered in a form that is not known here',
    );
  }
  const { metadata, operation, status } = besides.data;
  const asked = tokenOf(operation);
  const done = tokenOf(status?.operationState?.operation);
  return {
    application: application.data,
    ...(asked ? { asked } : {}),
    ...(done ? { done } : {}),
    ...(status?.reconciledAt ? { reconciledAt: status.reconciledAt } : {}),
    results: status?.operationState?.syncResult?.resources ?? [],
    refreshing: metadata.annotations?.[REFRESH] !== undefined,
  };
}

function tokenOf(
  operation: z.infer<typeof operationSchema>,
): string | undefined {
  return operation?.info?.find(({ name }) => name === TOKEN_INFO)?.value;
}

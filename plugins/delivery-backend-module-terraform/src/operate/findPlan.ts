import type { OperationRequest } from '@throughline/plugin-delivery-node';
import type { HcpClient } from '../hcp/HcpClient';
import { Run } from '../hcp/schemas';

/** The portal's clock and the server's may differ by this. */
const SKEW_MS = 5 * 60_000;

/** What a run's message has of an operation. */
export function markOf(token: string): string {
  return `[delivery ${token}]`;
}

/**
 * The run that an operation has started, by the token in its message.
 *
 * @returns undefined where there is none; `unsure` where there may be one further back than was looked
 * @throws SourceFailure
 */
export async function findPlan(
  client: HcpClient,
  workspace: string,
  { token, since }: Pick<OperationRequest, 'token' | 'since'>,
  signal: AbortSignal,
): Promise<string | 'unsure' | undefined> {
  // Without the filter, this list leaves out runs that only plan.
  const { data, next } = await client.page(
    ['workspaces', workspace, 'runs'],
    { 'filter[operation]': 'plan_only,plan_and_apply' },
    signal,
  );
  const runs = data.map(object => Run.safeParse(object).data);
  const found = runs.find(run =>
    run?.attributes.message?.includes(markOf(token)),
  );
  if (found) {
    return found.id;
  }
  const oldest = runs.at(-1)?.attributes['created-at'];
  const reachesBack =
    next === undefined ||
    (since !== undefined &&
      oldest !== undefined &&
      Date.parse(oldest) < Date.parse(since) - SKEW_MS);
  return reachesBack && !runs.includes(undefined) ? undefined : 'unsure';
}

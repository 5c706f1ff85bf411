import { z } from 'zod';
import {
  SourceFailure,
  type Problems,
} from '@throughline/plugin-delivery-node';
import { BudgetSpent } from '../api/BudgetTracker';
import type { GithubClient } from '../api/GithubClient';
import type { Access } from '../api/Installation';
import type { OrganizationHook } from '../config/readGithubConfig';
import type { HostPass } from '../source/observeHost';
import { repositoryOf } from './repositoryOf';

/** Deliveries are kept for three days; each failed one costs a request to learn which repository it was of. */
const MAX_LOOKED_INTO = 20;

const Deliveries = z.array(z.unknown());

const Delivery = z.object({
  id: z.number(),
  guid: z.string(),
  status_code: z.number(),
});

const DeliveryDetail = z.object({
  request: z.object({ payload: z.unknown() }),
});

/**
 * Finds the repositories of deliveries that failed, while the portal was away or otherwise, and notes them in the
 * memory, where they stay until they were dealt with. GitHub does not deliver them again: the sweep finds what changed
 * by itself, and this only says where to look closely.
 */
export async function readMissedDeliveries(
  pass: HostPass,
  client: GithubClient,
  access: Access,
  problems: Problems,
): Promise<void> {
  const { missed } = pass.memory;
  for (const hook of hooksOf(pass, access).filter(one => missed.isDue(one))) {
    const scope = `webhook:${hook.organization}`;
    try {
      const failed = await failedDeliveries(client, hook);
      for (const { guid, id } of failed.filter(
        one => !missed.knows(one.guid),
      )) {
        const answer = await client.get('delivery', [
          ...pathOf(hook),
          String(id),
        ]);
        const { data } = DeliveryDetail.safeParse(
          answer.type === 'ok' ? answer.json : undefined,
        );
        const identity = repositoryOf(data?.request.payload);
        missed.add(guid, identity);
      }
      missed.looked(hook);
      problems.clear(scope);
    } catch (error) {
      if (error instanceof SourceFailure && error.kind !== 'rateLimit') {
        problems.add(
          scope,
          `Deliveries that were missed cannot be looked through: ${error.message}`,
        );
      } else if (!(error instanceof BudgetSpent)) {
        throw error;
      }
    }
  }
}

function hooksOf(pass: HostPass, access: Access): OrganizationHook[] {
  const { key } = access.installation;
  return pass.config.webhook.organizationHooks.filter(
    hook =>
      hook.host.toLocaleLowerCase('en-US') === pass.host.host &&
      (key === 'token' || key === hook.organization.toLocaleLowerCase('en-US')),
  );
}

function pathOf(hook: OrganizationHook): string[] {
  return [
    'orgs',
    hook.organization,
    'hooks',
    String(hook.hookId),
    'deliveries',
  ];
}

async function failedDeliveries(
  client: GithubClient,
  hook: OrganizationHook,
): Promise<{ guid: string; id: number }[]> {
  const answer = await client.get('deliveries', pathOf(hook), {
    per_page: 100,
  });
  if (answer.type !== 'ok') {
    throw new SourceFailure(
      'permission',
      `the webhook ${hook.hookId} of ${hook.organization} is not there, or the credentials may not read webhooks of organisations`,
    );
  }
  const deliveries = (Deliveries.safeParse(answer.json).data ?? []).flatMap(
    node => Delivery.safeParse(node).data ?? [],
  );
  const arrived = new Set(
    deliveries
      .filter(one => one.status_code >= 200 && one.status_code < 300)
      .map(one => one.guid),
  );
  const failed = new Map(
    deliveries
      .filter(one => !arrived.has(one.guid))
      .map(one => [one.guid, one.id]),
  );
  return [...failed]
    .map(([guid, id]) => ({ guid, id }))
    .slice(0, MAX_LOOKED_INTO);
}

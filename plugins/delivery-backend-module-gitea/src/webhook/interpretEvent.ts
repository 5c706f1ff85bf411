import { z } from 'zod';
import { repositoryIdentity } from '@throughline/plugin-delivery-common';
import type { WebhookVerdict } from '@throughline/plugin-delivery-node';
import type { HostConfig } from '../config/HostConfig';

/** Events after which it is worth to look. */
export const EVENTS: readonly string[] = [
  'create',
  'delete',
  'pull_request',
  'push',
  'release',
  'repository',
  'status',
  'workflow_job',
  'workflow_run',
];

const Payload = z.object({
  repository: z.object({ html_url: z.string().max(2_000) }),
});

/** What an event means, once it is known to be genuine: which repository to look at, and nothing more. */
export function interpretEvent(
  event: string,
  payload: unknown,
  hosts: readonly HostConfig[],
): WebhookVerdict {
  // What happens to a pull request comes under names of its own, such as `pull_request_sync`.
  if (!EVENTS.includes(event) && !event.startsWith('pull_request_')) {
    return {
      type: 'ignored',
      reason: `nothing of interest comes with the event '${event.slice(
        0,
        40,
      )}'`,
    };
  }
  const { data } = Payload.safeParse(payload);
  const identity = data && repositoryIdentity(data.repository.html_url);
  const host = hosts.find(one => identity?.startsWith(`${one.host}/`));
  if (!identity || !host) {
    return {
      type: 'ignored',
      reason: identity
        ? 'the repository is at a host that is not configured, or not with this secret'
        : 'the event names no repository',
    };
  }
  return {
    type: 'hints',
    hints: [{ sourceId: host.sourceId, hint: { subject: identity } }],
  };
}

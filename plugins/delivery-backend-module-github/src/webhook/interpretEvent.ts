import type { WebhookVerdict } from '@throughline/plugin-delivery-node';
import type { HostConfig } from '../config/readHosts';
import { repositoryOf } from './repositoryOf';

/** Events after which it is worth to look. */
export const EVENTS: readonly string[] = [
  'check_suite',
  'create',
  'delete',
  'deployment',
  'deployment_status',
  'merge_group',
  'pull_request',
  'push',
  'release',
  'repository',
  'status',
  'workflow_job',
  'workflow_run',
];

/** What an event means, once it is known to be genuine: which repository to look at, and nothing more. */
export function interpretEvent(
  event: string | undefined,
  payload: unknown,
  hosts: readonly HostConfig[],
): WebhookVerdict {
  if (!event || !EVENTS.includes(event)) {
    return {
      type: 'ignored',
      reason: `nothing of interest comes with the event '${(event ?? '').slice(
        0,
        40,
      )}'`,
    };
  }
  const identity = repositoryOf(payload);
  const host = hosts.find(one => identity?.startsWith(`${one.host}/`));
  if (!identity || !host) {
    return {
      type: 'ignored',
      reason: identity
        ? 'the repository is at a host that is not configured'
        : 'the event names no repository',
    };
  }
  return {
    type: 'hints',
    hints: [{ sourceId: host.sourceId, hint: { subject: identity } }],
  };
}

import { z } from 'zod';
import { repositoryIdentity } from '@throughline/plugin-delivery-common';
import type { WebhookVerdict } from '@throughline/plugin-delivery-node';
import type { HostConfig } from '../config/HostConfig';

/** Events after which it is worth to look, by the kind of their object or, where a whole host tells, by their name. */
export const EVENTS: readonly string[] = [
  'push',
  'tag_push',
  'pipeline',
  'build',
  'merge_request',
  'deployment',
  'release',
  'repository_update',
  'project_create',
  'project_destroy',
  'project_rename',
  'project_transfer',
  'project_update',
];

const Payload = z.object({
  object_kind: z.string().optional(),
  event_name: z.string().optional(),
  project: z
    .object({ id: z.number().optional(), web_url: z.string().max(2_000) })
    .nullish(),
  /** The only place where older hosts name the project of a job. */
  repository: z.object({ homepage: z.string().max(2_000) }).nullish(),
  project_id: z.number().nullish(),
  path_with_namespace: z.string().max(2_000).nullish(),
});

/**
 * What an event means, once it is known to be genuine: which project to look at, and nothing more.
 *
 * @param instance - the URL of the host that sent it, where it told
 */
export function interpretEvent(
  payload: unknown,
  hosts: readonly HostConfig[],
  instance?: string,
): WebhookVerdict {
  const { data } = Payload.safeParse(payload);
  const event = data?.object_kind ?? data?.event_name ?? '';
  if (!data || !EVENTS.includes(event)) {
    return {
      type: 'ignored',
      reason: `nothing of interest comes with the event '${event.slice(
        0,
        40,
      )}'`,
    };
  }
  const below =
    instance && data.path_with_namespace
      ? `${instance.replace(/\/+$/, '')}/${data.path_with_namespace}`
      : '';
  const url = data.project?.web_url ?? data.repository?.homepage ?? below;
  const identity = repositoryIdentity(url);
  const host = hosts.find(one => identity?.startsWith(`${one.host}/`));
  if (!identity || !host) {
    return {
      type: 'ignored',
      reason: identity
        ? 'the project is at a host that is not configured, or not with this secret'
        : 'the event names no project',
    };
  }
  const id = data.project?.id ?? data.project_id;
  const subjects = [identity, ...(id ? [`${host.host}/${id}`] : [])];
  return {
    type: 'hints',
    hints: subjects.map(subject => ({
      sourceId: host.sourceId,
      hint: { subject },
    })),
  };
}

import { z } from 'zod';
import { isRefused, parseAnswer, type KubernetesClient } from '../client';
import type { ResourceType } from './ResourceType';

/**
 * What is looked for: a kind of a group, in whatever version the server prefers.
 *
 * @public
 */
export interface WantedResource {
  /** Empty for the core group. */
  group: string;
  kind: string;
}

const groupsSchema = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      versions: z.array(z.object({ version: z.string() })),
      preferredVersion: z.object({ version: z.string() }).optional(),
    }),
  ),
});

const resourcesSchema = z.object({
  resources: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      namespaced: z.boolean(),
      verbs: z.array(z.string()).optional(),
    }),
  ),
});

/**
 * Finds out which of the wanted resources an API server serves, and in which version: the one that it prefers, or
 * else the first of the group that has the resource.
 *
 * @returns those that are served and can be listed, in the order in which they were asked for
 * @throws SourceFailure
 * @public
 */
export async function discoverResources(
  client: KubernetesClient,
  wanted: readonly WantedResource[],
  signal: AbortSignal,
): Promise<ResourceType[]> {
  const needed = new Set(wanted.map(want => want.group));
  const versions = new Map<string, string[]>();
  if (needed.delete('')) {
    versions.set('', ['v1']);
  }
  if (needed.size > 0) {
    const answer = await client.json({
      operation: 'discover groups',
      path: ['apis'],
      signal,
    });
    const { groups } = parseAnswer(groupsSchema, answer, 'discover groups');
    for (const group of groups) {
      if (needed.has(group.name)) {
        const preferred = group.preferredVersion?.version;
        const all = group.versions.map(({ version }) => version);
        versions.set(group.name, [
          ...new Set(preferred ? [preferred, ...all] : all),
        ]);
      }
    }
  }
  const found: ResourceType[] = [];
  for (const [group, served] of versions) {
    const kinds = new Set(
      wanted.filter(want => want.group === group).map(want => want.kind),
    );
    for (const version of served) {
      if (kinds.size === 0) {
        break;
      }
      for (const type of await resourcesOf(client, group, version, signal)) {
        if (kinds.delete(type.kind)) {
          found.push(type);
        }
      }
    }
  }
  const rank = (type: ResourceType) =>
    wanted.findIndex(
      want => want.group === type.group && want.kind === type.kind,
    );
  return found.sort((one, other) => rank(one) - rank(other));
}

async function resourcesOf(
  client: KubernetesClient,
  group: string,
  version: string,
  signal: AbortSignal,
): Promise<ResourceType[]> {
  let answer: unknown;
  try {
    answer = await client.json({
      operation: 'discover resources',
      path: group === '' ? ['api', version] : ['apis', group, version],
      signal,
    });
  } catch (error) {
    if (isRefused(error) && error.status === 404) {
      return [];
    }
    throw error;
  }
  return parseAnswer(resourcesSchema, answer, 'discover resources')
    .resources.filter(
      ({ name, verbs }) =>
        !name.includes('/') && (!verbs || verbs.includes('list')),
    )
    .map(({ name, kind, namespaced }) => ({
      group,
      version,
      kind,
      plural: name,
      namespaced,
    }));
}

import type {
  ResourceDetail,
  TargetDetails,
} from '@throughline/plugin-delivery-common';
import {
  discoverResources,
  identityOf,
  isRefused,
  parseAnswer,
  resourcePath,
  type KubernetesClient,
  type ResourceType,
} from '@throughline/plugin-delivery-kubernetes-node';
import type {
  ObjectPointer,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import { byName, pointersOf } from '../objects/inventory';
import { inventorySchema } from '../objects/schemas';
import { readinessOf, type Readiness } from './readiness';
import { readObject } from './readObject';

const MAX_LISTS = 12;
const MAX_SHOWN = 500;
const LABEL_LENGTH = 63;

const objectSchema = z.object({
  spec: z.object({ kubeConfig: z.unknown().optional() }).nullish(),
  status: z.object({ inventory: inventorySchema }).nullish(),
});

const listSchema = z.object({ items: z.array(z.unknown()).nullish() });

/** The kinds that say themselves how they fare. */
const JUDGED = [
  { group: 'apps', kind: 'Deployment' },
  { group: 'apps', kind: 'StatefulSet' },
  { group: 'apps', kind: 'DaemonSet' },
  { group: 'kustomize.toolkit.fluxcd.io', kind: 'Kustomization' },
  { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease' },
];

/**
 * Looks up what a target has applied, from its inventory, and how what can tell that fares: one list for each kind and
 * namespace, by the label that Flux puts on what it applies, a dozen at most.
 *
 * @throws NotFoundError where the target is gone
 */
export async function lookUpResources(
  client: KubernetesClient,
  target: TargetItem,
  signal: AbortSignal,
): Promise<TargetDetails> {
  const object = parseAnswer(
    objectSchema,
    await readObject(client, target, signal),
    `read ${target.resource}`,
  );
  const pointers = pointersOf(object.status?.inventory).sort(byName);
  const all = pointers.length > 0 ? pointers : [...(target.manages ?? [])];
  const shown = all.slice(0, MAX_SHOWN);
  const live = object.spec?.kubeConfig
    ? new Map<string, Readiness | undefined>()
    : await readinessOfAll(client, target, shown, signal);
  return {
    kind: 'resources',
    resources: shown.map(pointer => detailOf(pointer, live)),
  };
}

function detailOf(
  pointer: ObjectPointer,
  live: ReadonlyMap<string, Readiness | undefined>,
): ResourceDetail {
  const readiness = live.get(textOf(pointer));
  return {
    ...pointer,
    ...(readiness && { health: readiness.health }),
    ...(readiness?.message && { message: readiness.message }),
  };
}

async function readinessOfAll(
  client: KubernetesClient,
  target: TargetItem,
  pointers: readonly ObjectPointer[],
  signal: AbortSignal,
): Promise<Map<string, Readiness | undefined>> {
  const wanted = JUDGED.filter(({ group, kind }) =>
    pointers.some(one => one.group === group && one.kind === kind),
  );
  const found = new Map<string, Readiness | undefined>();
  if (wanted.length === 0 || target.name.length > LABEL_LENGTH) {
    return found;
  }
  const lists = (await discoverResources(client, wanted, signal)).flatMap(
    type =>
      [...new Set(pointers.filter(isOf(type)).map(one => one.namespace))].map(
        namespace => ({ type, namespace }),
      ),
  );
  await Promise.all(
    lists.slice(0, MAX_LISTS).map(async ({ type, namespace }) => {
      const objects = await listApplied(
        client,
        target,
        type,
        namespace,
        signal,
      );
      // What may not be listed is not told to be missing.
      if (objects) {
        for (const pointer of pointers.filter(isOf(type))) {
          if (pointer.namespace === namespace) {
            found.set(textOf(pointer), { health: 'missing' });
          }
        }
        for (const object of objects) {
          const name = identityOf(object)?.identity.name;
          if (name) {
            found.set(
              textOf({ group: type.group, kind: type.kind, namespace, name }),
              readinessOf(type.group, object),
            );
          }
        }
      }
    }),
  );
  return found;
}

async function listApplied(
  client: KubernetesClient,
  target: TargetItem,
  type: ResourceType,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<unknown[] | undefined> {
  const prefix = `${target.group}`;
  try {
    const answer = await client.json({
      operation: `list ${type.plural}`,
      path: resourcePath(type, { namespace }),
      query: {
        labelSelector: `${prefix}/name=${target.name},${prefix}/namespace=${target.namespace}`,
        limit: MAX_SHOWN,
      },
      signal,
    });
    return parseAnswer(listSchema, answer, `list ${type.plural}`).items ?? [];
  } catch (error) {
    if (isRefused(error)) {
      return undefined;
    }
    throw error;
  }
}

function isOf({ group, kind }: { group: string; kind: string }) {
  return (pointer: ObjectPointer) =>
    (pointer.group ?? '') === group && pointer.kind === kind;
}

function textOf({ group = '', kind, namespace = '', name }: ObjectPointer) {
  return [group, kind, namespace, name].join('/');
}

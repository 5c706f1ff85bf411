import type { ClusterStore } from '../../kubernetes/ClusterStore';
import { at } from '../../kubernetes/json';
import { groupOf, JOBS, versionOf } from '../../kubernetes/resources';
import type { KubeObject } from '../../kubernetes/types';
import { applyManifest } from './applyManifest';
import { hookOf } from './compare';
import type { ResourceResult } from './types';

/** When a hook runs. */
export type HookPhase = 'PreSync' | 'PostSync';

const POLL_MS = 500;
const POLLS = 120;

/** What a sync says of one object. */
export function resourceResult(
  object: KubeObject,
  phase: string,
  outcome: Partial<ResourceResult>,
): ResourceResult {
  return {
    group: groupOf(object),
    version: versionOf(object),
    kind: object.kind,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    message: '',
    syncPhase: phase,
    ...outcome,
  };
}

/** Runs the hooks of a phase one after the other, waiting for Jobs; answers why the sync must end, if it must. */
export async function runHooks(
  store: ClusterStore,
  objects: readonly KubeObject[],
  phase: HookPhase,
  run: {
    sleep: (milliseconds: number) => Promise<void>;
    terminated: () => boolean;
    began: (hook: string, entry: ResourceResult) => void;
  },
): Promise<string | undefined> {
  for (const hook of objects.filter(object => hookOf(object) === phase)) {
    const definition = store.definitionFor(hook);
    const { namespace, name } = hook.metadata;
    if (definition && store.get(definition, namespace, name)) {
      store.delete(definition, namespace, name);
    }
    applyManifest(store, hook);
    const entry = resourceResult(hook, phase, {
      hookType: phase,
      hookPhase: 'Running',
      message: `${name} created`,
    });
    run.began(name, entry);
    for (let i = 0; definition === JOBS && i < POLLS; i++) {
      const job = store.get(JOBS, namespace, name);
      const conditions = at(job, ['status', 'conditions']);
      const [end] = Array.isArray(conditions) ? conditions : [];
      if (end || run.terminated()) {
        entry.hookPhase = end?.type === 'Complete' ? 'Succeeded' : 'Failed';
        break;
      }
      await run.sleep(POLL_MS);
    }
    if (entry.hookPhase === 'Failed') {
      return `one or more synchronization tasks completed unsuccessfully: hook ${name} failed`;
    }
    entry.hookPhase = 'Succeeded';
  }
  return undefined;
}

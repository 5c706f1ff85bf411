import type { ClusterStore } from '../../kubernetes/ClusterStore';
import {
  apiVersionOf,
  APPLICATIONS,
  DEPLOYMENTS,
  NAMESPACES,
  PODS,
  REPLICA_SETS,
} from '../../kubernetes/resources';
import type { KubeObject } from '../../kubernetes/types';
import type { LargeWorldSpec } from '../../world/Scenario';
import type { DigestLookup } from '../images';
import { SyntheticCollection } from './SyntheticCollection';
import { SyntheticState } from './SyntheticState';
import { SyntheticWorld } from './SyntheticWorld';
import {
  SYNTHETIC_NAMESPACE,
  syntheticApplication,
  syntheticDeployment,
  syntheticPods,
  syntheticReplicaSet,
  type SyntheticContext,
} from './syntheticObjects';

/** What a generated world stands on. */
export interface SyntheticOptions {
  spec: LargeWorldSpec;
  /** The control cluster of each Argo CD instance. */
  instances: ReadonlyMap<string, ClusterStore>;
  clusters: ReadonlyMap<string, ClusterStore>;
  gitUrl: (repository: string) => string;
  imageHost: string;
  digestOf: DigestLookup;
  now?: Date;
}

/** Digests are worked out once per image and kept, for pods are made often. */
function remembered(digestOf: DigestLookup): DigestLookup {
  const known = new Map<string, string>();
  return image => {
    const found = known.get(image) ?? digestOf(image);
    if (found) {
      known.set(image, found);
    }
    return found;
  };
}

function group(
  state: SyntheticState,
  nameOf: (target: number) => string,
): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const target of state.inOrder()) {
    const name = nameOf(target);
    const members = groups.get(name);
    if (members) {
      members.push(target);
    } else {
      groups.set(name, [target]);
    }
  }
  return groups;
}

function namespaceObject(name: string): KubeObject {
  return {
    apiVersion: apiVersionOf(NAMESPACES),
    kind: NAMESPACES.kind,
    metadata: { name, uid: `namespace-${name}`, resourceVersion: '1' },
    status: { phase: 'Active' },
  };
}

/** Puts generated Applications behind the instances and their workloads behind the clusters. */
export function createSyntheticApplications(
  options: SyntheticOptions,
): SyntheticWorld {
  const { spec, instances, clusters } = options;
  const state = new SyntheticState(spec, options.now ?? new Date());
  const context: SyntheticContext = {
    state,
    gitUrl: options.gitUrl,
    imageHost: options.imageHost,
    digestOf: remembered(options.digestOf),
  };
  const one = () => 1;
  for (const [name, targets] of group(state, t => state.stage(t).instance)) {
    instances.get(name)?.attach(
      APPLICATIONS,
      new SyntheticCollection({
        targets,
        prefix: target =>
          `${SYNTHETIC_NAMESPACE}/${state.stage(target).application}`,
        make: target => [syntheticApplication(context, target)],
        count: one,
      }),
    );
  }
  for (const [name, targets] of group(state, t => state.stage(t).cluster)) {
    const store = clusters.get(name);
    const prefix = (target: number) => `${state.stage(target).namespace}/`;
    store?.attach(
      NAMESPACES,
      new SyntheticCollection({
        targets,
        prefix: target => `/${state.stage(target).namespace}`,
        make: target => [namespaceObject(state.stage(target).namespace)],
        count: one,
      }),
    );
    store?.attach(
      DEPLOYMENTS,
      new SyntheticCollection({
        targets,
        prefix,
        make: target => [syntheticDeployment(context, target)],
        count: one,
      }),
    );
    store?.attach(
      REPLICA_SETS,
      new SyntheticCollection({
        targets,
        prefix,
        make: target => [syntheticReplicaSet(context, target)],
        count: one,
      }),
    );
    store?.attach(
      PODS,
      new SyntheticCollection({
        targets,
        prefix,
        make: target => syntheticPods(context, target),
        count: target => state.stage(target).pods,
      }),
    );
  }
  return new SyntheticWorld(context, {
    instance: name => instances.get(name),
    cluster: name => clusters.get(name),
  });
}

import { createHash } from 'crypto';
import { nameSuffix, uuid } from '../../kubernetes/hash';
import { timestamp } from '../../kubernetes/json';
import type { KubeObject } from '../../kubernetes/types';
import type { DigestLookup } from '../images';
import { ownedBy, withStage } from '../workloads/pods';
import { HEALTHS, type SyntheticState } from './SyntheticState';

/** The namespace of the generated Applications. */
export const SYNTHETIC_NAMESPACE = 'argocd';

const FLEET = 'acme/fleet';

/** What the objects are made with. */
export interface SyntheticContext {
  state: SyntheticState;
  gitUrl: (repository: string) => string;
  imageHost: string;
  digestOf: DigestLookup;
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

function imageOf(context: SyntheticContext, target: number): string {
  const { state, imageHost } = context;
  return `${imageHost}/${state.service(target).image}:${state.tag(target)}`;
}

function labelsOf(context: SyntheticContext, target: number) {
  const { name } = context.state.service(target);
  return {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/version': context.state.tag(target),
    'backstage.io/kubernetes-id': name,
  };
}

function revisionOf(name: string, deployment: number): string {
  return sha1(`fleet ${name} ${deployment}`);
}

/** The Application of a target. */
export function syntheticApplication(
  context: SyntheticContext,
  target: number,
): KubeObject {
  const { state, gitUrl } = context;
  const service = state.service(target);
  const stage = state.stage(target);
  const { application: name, environment, namespace, cluster } = stage;
  const deployments = state.deployments[target];
  const outOfSync = state.outOfSync[target] === 1;
  const changed = timestamp(new Date(state.changedAt[target]));
  const source = {
    repoURL: gitUrl(FLEET),
    path: `services/${service.name}/${environment}`,
    targetRevision: 'main',
  };
  const destination = { name: cluster, namespace };
  const current = revisionOf(name, deployments);
  const history = [2, 1, 0]
    .map(back => deployments - back)
    .filter(number => number > 0)
    .map((number, i, all) => {
      const age = (all.length - 1 - i) * 5 * 86_400_000;
      const at = timestamp(new Date(state.changedAt[target] - age));
      return {
        id: number,
        revision: revisionOf(name, number),
        source,
        deployStartedAt: at,
        deployedAt: at,
        initiatedBy: { automated: true },
      };
    });
  const resource = (group: string, kind: string, status: string) => ({
    ...(group ? { group } : {}),
    version: 'v1',
    kind,
    namespace,
    name: service.name,
    status,
  });
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: SYNTHETIC_NAMESPACE,
      uid: uuid(`application ${name}`),
      resourceVersion: String(state.applicationVersion[target]),
      generation: deployments * 4,
      creationTimestamp: timestamp(service.versions[0].committedAt),
      labels: {
        environment,
        team: service.team,
        'backstage.io/kubernetes-id': service.name,
      },
    },
    spec: {
      project: service.team,
      source,
      destination,
      syncPolicy: { automated: { prune: true, selfHeal: false } },
    },
    status: {
      sync: {
        status: outOfSync ? 'OutOfSync' : 'Synced',
        revision: outOfSync ? revisionOf(name, deployments + 1) : current,
        comparedTo: { source, destination },
      },
      health: {
        status: HEALTHS[state.health[target]],
        lastTransitionTime: changed,
      },
      resources: [
        resource('apps', 'Deployment', outOfSync ? 'OutOfSync' : 'Synced'),
        resource('', 'Service', 'Synced'),
      ],
      summary: { images: [imageOf(context, target)] },
      history,
      operationState: {
        operation: {
          sync: { revision: current, prune: true },
          initiatedBy: { automated: true },
        },
        phase: 'Succeeded',
        message: 'successfully synced (all tasks run)',
        startedAt: changed,
        finishedAt: changed,
        syncResult: { revision: current, source },
      },
      reconciledAt: changed,
      sourceType: 'Kustomize',
      controllerNamespace: SYNTHETIC_NAMESPACE,
      resourceHealthSource: 'appTree',
    },
  };
}

/** How many pods of a target are ready. */
function readyOf(state: SyntheticState, target: number): number {
  const { pods } = state.stage(target);
  return state.health[target] === 0 ? pods : Math.max(0, pods - 1);
}

/** The Deployment of a target. */
export function syntheticDeployment(
  context: SyntheticContext,
  target: number,
): KubeObject {
  const { state } = context;
  const { name } = state.service(target);
  const { namespace, pods, application } = state.stage(target);
  const ready = readyOf(state, target);
  const deployments = state.deployments[target];
  const changed = timestamp(new Date(state.changedAt[target]));
  const labels = labelsOf(context, target);
  const overdue = state.health[target] === 2;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace,
      uid: uuid(`deployment ${namespace}`),
      resourceVersion: String(state.deploymentVersion[target]),
      generation: deployments,
      creationTimestamp: timestamp(
        state.service(target).versions[0].committedAt,
      ),
      labels,
      annotations: {
        'argocd.argoproj.io/tracking-id': `${application}:apps/Deployment:${namespace}/${name}`,
        'deployment.kubernetes.io/revision': String(deployments),
      },
    },
    spec: {
      replicas: pods,
      selector: { matchLabels: { 'app.kubernetes.io/name': name } },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name, image: imageOf(context, target) }],
        },
      },
    },
    status: {
      observedGeneration: deployments,
      ...(pods > 0 ? { replicas: pods, updatedReplicas: pods } : {}),
      ...(ready > 0 ? { readyReplicas: ready, availableReplicas: ready } : {}),
      ...(pods > ready ? { unavailableReplicas: pods - ready } : {}),
      conditions: [
        {
          type: 'Progressing',
          status: overdue ? 'False' : 'True',
          reason: overdue
            ? 'ProgressDeadlineExceeded'
            : 'NewReplicaSetAvailable',
          message: overdue
            ? `ReplicaSet "${name}" has timed out progressing.`
            : `ReplicaSet "${name}" has successfully progressed.`,
          lastUpdateTime: changed,
          lastTransitionTime: changed,
        },
      ],
    },
  };
}

/** The ReplicaSet of a target. */
export function syntheticReplicaSet(
  context: SyntheticContext,
  target: number,
): KubeObject {
  const deployment = syntheticDeployment(context, target);
  const { name, namespace } = deployment.metadata;
  const { state } = context;
  const hash = nameSuffix(`${namespace}/${state.deployments[target]}`, 10);
  const { pods } = state.stage(target);
  const ready = readyOf(state, target);
  return {
    ...deployment,
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      uid: uuid(`replicaset ${namespace} ${hash}`),
      resourceVersion: deployment.metadata.resourceVersion,
      generation: 1,
      creationTimestamp: timestamp(new Date(state.changedAt[target])),
      labels: { ...deployment.metadata.labels, 'pod-template-hash': hash },
      annotations: {
        'deployment.kubernetes.io/revision': String(state.deployments[target]),
      },
      ownerReferences: [ownedBy(deployment)],
    },
    status: {
      replicas: pods,
      fullyLabeledReplicas: pods,
      ...(ready > 0 ? { readyReplicas: ready, availableReplicas: ready } : {}),
      observedGeneration: 1,
    },
  };
}

/** The pods of a target, in the order of their names. */
export function syntheticPods(
  context: SyntheticContext,
  target: number,
): KubeObject[] {
  const { state, digestOf } = context;
  const set = syntheticReplicaSet(context, target);
  const { pods } = state.stage(target);
  const ready = readyOf(state, target);
  const started = new Date(state.changedAt[target]);
  const template = set.spec?.template as { spec: KubeObject['spec'] };
  const stages = {
    digestOf,
    now: () => started,
  } as unknown as Parameters<typeof withStage>[0];
  const names = Array.from(
    { length: pods },
    (_, i) =>
      `${set.metadata.name}-${nameSuffix(`${set.metadata.uid}/${i}`, 5)}`,
  ).sort();
  return names.map((name, i) => {
    const uid = uuid(`pod ${name}`);
    const pod: KubeObject = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name,
        generateName: `${set.metadata.name}-`,
        namespace: set.metadata.namespace,
        uid,
        resourceVersion: String(state.podVersion[target]),
        creationTimestamp: timestamp(started),
        labels: set.metadata.labels,
        ownerReferences: [ownedBy(set)],
      },
      spec: {
        restartPolicy: 'Always',
        nodeName: `node-${1 + (parseInt(uid.slice(0, 4), 16) % 6)}`,
        ...template.spec,
      },
    };
    const notReady = state.health[target] === 2 ? 'backOff' : 'starting';
    return i < ready
      ? withStage(stages, pod, 'ready', 0)
      : withStage(stages, pod, notReady, 7);
  });
}

import { createArgoRouter, type ArgoInstance } from '../argocd';
import type { Push } from '../git/Repositories';
import { createKubernetesRouter } from '../kubernetes/createKubernetesRouter';
import type { TokenGrant } from '../kubernetes/access';
import { clone } from '../kubernetes/json';
import { APPLICATION_SETS } from '../kubernetes/resources';
import type { KubeObject } from '../kubernetes/types';
import { listen, type Listener } from '../listen';
import type { FaultSpec } from '../world/Scenario';
import { applyManifest } from './argo/applyManifest';
import { editLive } from './editLive';
import { createDigestLookup } from './images';
import type { Platform, PlatformOptions } from './Platform';
import { createParts, type PlatformParts } from './PlatformParts';
import { manifestsOf } from './render/SourceTree';
import { seedPlatform } from './seedPlatform';
import { createSyntheticApplications } from './synthetic';

function sameFault(a: FaultSpec, b: FaultSpec): boolean {
  return (
    a.cluster === b.cluster &&
    a.namespace === b.namespace &&
    a.workload === b.workload &&
    a.fault === b.fault &&
    a.version === b.version
  );
}

/** Sets the faults of all clusters; an edit is made when it is newly listed, and stays until somebody syncs. */
function createFaultSetter(
  parts: PlatformParts,
  known: FaultSpec[],
): (faults: FaultSpec[]) => void {
  let listed = known;
  return faults => {
    const before = listed;
    listed = faults;
    for (const [name, { store, workloads }] of parts.clusters) {
      const here = faults.filter(({ cluster }) => cluster === name);
      workloads.setFaults(here);
      here
        .filter(
          fault =>
            fault.fault === 'edited' &&
            !before.some(other => sameFault(other, fault)),
        )
        .forEach(({ namespace, workload }) =>
          editLive(store, namespace, workload),
        );
    }
  };
}

async function serveClusters(
  listener: Listener,
  parts: PlatformParts,
  options: PlatformOptions,
  grants: Map<string, TokenGrant[]>,
): Promise<void> {
  const { scenario, dial, bookmarkSeconds } = options;
  listener.app.use(dial('kubernetes'));
  for (const { name } of scenario.clusters) {
    const part = parts.clusters.get(name);
    if (part) {
      listener.app.use(
        `/clusters/${name}`,
        dial(`kubernetes-${name}`),
        createKubernetesRouter({
          store: part.store,
          grants: () => grants.get(name) ?? [],
          bookmarkSeconds,
        }),
      );
    }
  }
}

/** Has pushes and edits of ApplicationSets make and remove Applications. */
function followSets(instance: ArgoInstance): () => void {
  const { sets, repositories, controller } = instance;
  const { control } = controller.state.clusters;
  const reconcile = (set: KubeObject) => {
    sets.reconcile(set).catch(() => undefined);
  };
  const stops = [
    repositories.onPush((push: Push) =>
      sets
        .sets()
        .filter(set => sets.watches(set, push.repository))
        .forEach(reconcile),
    ),
    control.subscribe(APPLICATION_SETS, event => {
      const generation = event.previous?.metadata.generation;
      if (
        event.type !== 'DELETED' &&
        event.object.metadata.generation !== generation
      ) {
        reconcile(event.object);
      }
    }),
  ];
  return () => stops.forEach(stop => stop());
}

async function applyPlainWorkloads(
  platform: Platform,
  options: PlatformOptions,
): Promise<void> {
  const { scenario, repositories } = options;
  for (const workload of scenario.plainWorkloads) {
    const { cluster, namespace, repository, path } = workload;
    const [commit] = await repositories.log(repository, {
      ref: 'HEAD',
      path,
      limit: 1,
    });
    const files = commit
      ? await repositories.readTree(repository, commit.sha, path)
      : new Map<string, string>();
    const manifests = [...files]
      .filter(([file]) => /\.ya?ml$/.test(file))
      .flatMap(([file, text]) => manifestsOf(text, file));
    await platform.applyManifests(cluster, namespace, manifests, {
      at: commit && new Date(commit.committedAt),
    });
  }
}

/** Starts the clusters and Argo CD instances of a scenario. */
export async function createPlatform(
  options: PlatformOptions,
): Promise<Platform> {
  const { scenario, repositories, ports, gitUrl, pace = 1 } = options;
  const kubernetes = await listen(ports.kubernetes, 'the Kubernetes API');
  const digestOf = createDigestLookup(options.imageDigest);
  const listeners: Listener[] = [kubernetes];
  const stops: (() => void)[] = [];
  const parts = createParts({
    scenario,
    repositories,
    pace,
    digestOf,
    serverOf: cluster => `${kubernetes.url}/clusters/${cluster}`,
  });
  const close = async () => {
    stops.forEach(stop => stop());
    parts.instances.forEach(({ controller }) => controller.close());
    parts.clusters.forEach(({ workloads }) => workloads.close());
    await Promise.all(listeners.map(listener => listener.close()));
  };

  try {
    await seedPlatform(parts, { scenario, repositories, gitUrl });
    const setFaults = createFaultSetter(parts, scenario.faults);
    const stores = [...parts.clusters.values()].map(({ store }) => store);
    const large =
      scenario.large &&
      createSyntheticApplications({
        spec: scenario.large,
        instances: new Map(
          parts.instances.map(({ name, controller }) => [
            name,
            controller.state.clusters.control,
          ]),
        ),
        clusters: new Map(stores.map(store => [store.name, store])),
        gitUrl,
        imageHost: options.imageHost ?? 'localhost:7140',
        digestOf,
      });
    stops.push(() => large?.close());

    const grants = new Map(
      scenario.clusters.map(({ name, token }): [string, TokenGrant[]] => [
        name,
        [{ token }],
      ]),
    );
    await serveClusters(kubernetes, parts, options, grants);
    const argo: Record<string, string> = {};
    for (const instance of parts.instances) {
      const { name } = instance;
      const listener = await listen(
        ports.argo[name] ?? 0,
        `the Argo CD instance ${name}`,
      );
      listeners.push(listener);
      listener.app.use(
        options.dial(`argocd-${name}`),
        createArgoRouter(instance),
      );
      argo[name] = listener.url;
      instance.controller.start(stores);
      stops.push(followSets(instance));
    }

    const platform: Platform = {
      urls: { kubernetes: kubernetes.url, argo },
      clusters: new Map(
        [...parts.clusters].map(([name, { store }]) => [name, store]),
      ),
      async applyManifests(cluster, namespace, manifests, { at } = {}) {
        const part = parts.clusters.get(cluster);
        if (!part) {
          throw new Error(
            `There is no cluster ${cluster} in the sandbox. There are: ${[
              ...parts.clusters.keys(),
            ].join(', ')}.`,
          );
        }
        for (const manifest of manifests as KubeObject[]) {
          const object = clone(manifest);
          object.metadata.namespace ??= namespace;
          applyManifest(part.store, object, at);
        }
        if (at) {
          part.workloads.settle(namespace, at);
        }
      },
      setFaults,
      setAccess(cluster, given) {
        grants.set(cluster, given);
      },
      expireWatches() {
        stores.forEach(store => store.compactHistory());
      },
      large,
      close,
    };
    await applyPlainWorkloads(platform, options);
    return platform;
  } catch (error) {
    await close();
    throw error;
  }
}

import { Sessions, type ArgoInstance } from '../argocd';
import type { Repositories } from '../git/Repositories';
import { ClusterStore } from '../kubernetes/ClusterStore';
import { timestamp } from '../kubernetes/json';
import { APP_PROJECTS, apiVersionOf } from '../kubernetes/resources';
import type { Scenario } from '../world/Scenario';
import { ApplicationSets } from './argo/ApplicationSets';
import { ArgoController } from './argo/ArgoController';
import { ensureNamespace } from './argo/applyManifest';
import type { DigestLookup } from './images';
import { WorkloadController } from './workloads/WorkloadController';

/** The namespace of Argo CD in its control clusters. */
export const ARGO_NAMESPACE = 'argocd';

/** One cluster with what runs in it. */
export interface ClusterPart {
  store: ClusterStore;
  workloads: WorkloadController;
}

/** The parts of a platform, before they are seeded and served. */
export interface PlatformParts {
  clusters: Map<string, ClusterPart>;
  instances: ArgoInstance[];
}

/** The name of the cluster that holds an instance's Applications: the one of its name, or the first that it begins. */
export function controlClusterName(
  instance: string,
  clusters: readonly string[],
): string {
  return (
    clusters.find(name => name === instance) ??
    clusters.find(name => name.startsWith(`${instance}-`)) ??
    `argocd-${instance}`
  );
}

const DAY = 24 * 60 * 60 * 1_000;

/** Makes the clusters and Argo CD instances of a scenario, still empty. */
export function createParts(options: {
  scenario: Scenario;
  repositories: Repositories;
  digestOf: DigestLookup;
  pace: number;
  serverOf: (cluster: string) => string;
}): PlatformParts {
  const { scenario, repositories, digestOf, pace } = options;
  const clusters = new Map<string, ClusterPart>();
  const born = new Date(Date.now() - 200 * DAY);
  const add = (name: string): ClusterPart => {
    const store = new ClusterStore({ name });
    ['default', 'kube-system'].forEach(namespace =>
      ensureNamespace(store, namespace, born),
    );
    const part = {
      store,
      workloads: new WorkloadController({ store, digestOf, pace }),
    };
    clusters.set(name, part);
    return part;
  };
  scenario.clusters.forEach(({ name }) => add(name));

  const names = scenario.clusters.map(({ name }) => name);
  const instances = scenario.argoInstances.map((spec): ArgoInstance => {
    const controlName = controlClusterName(spec.name, names);
    const control = (clusters.get(controlName) ?? add(controlName)).store;
    ensureNamespace(control, ARGO_NAMESPACE, born);
    seedProjects(control, scenario, spec.name, born);
    const controller = new ArgoController({
      repositories,
      pace,
      clusters: {
        namespace: ARGO_NAMESPACE,
        control,
        cluster: ({ name, server }) =>
          server === 'https://kubernetes.default.svc' || name === 'in-cluster'
            ? control
            : [...clusters.values()].find(
                ({ store }) =>
                  store.name === name ||
                  (server !== undefined &&
                    options.serverOf(store.name) === server),
              )?.store,
      },
    });
    return {
      name: spec.name,
      controller,
      sets: new ApplicationSets(repositories, control),
      sessions: new Sessions(spec),
      repositories,
      destinations: [
        { name: 'in-cluster', server: 'https://kubernetes.default.svc' },
        ...names.map(name => ({ name, server: options.serverOf(name) })),
      ],
    };
  });
  return { clusters, instances };
}

function seedProjects(
  control: ClusterStore,
  scenario: Scenario,
  instance: string,
  born: Date,
): void {
  const projects = new Set(
    scenario.applications
      .filter(application => application.instance === instance)
      .map(({ project }) => project),
  );
  for (const name of new Set(['default', ...projects])) {
    if (control.get(APP_PROJECTS, ARGO_NAMESPACE, name)) {
      continue;
    }
    control.create(
      APP_PROJECTS,
      {
        apiVersion: apiVersionOf(APP_PROJECTS),
        kind: APP_PROJECTS.kind,
        metadata: {
          name,
          namespace: ARGO_NAMESPACE,
          creationTimestamp: timestamp(born),
        },
        spec: {
          description:
            name === 'default' ? undefined : `What team ${name} runs`,
          sourceRepos: ['*'],
          destinations: [{ server: '*', namespace: '*' }],
        },
      },
      born,
    );
  }
}

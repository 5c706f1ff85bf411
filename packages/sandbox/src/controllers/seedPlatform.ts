import type { ArgoInstance } from '../argocd';
import type { Repositories } from '../git/Repositories';
import { apiVersionOf, APPLICATION_SETS } from '../kubernetes/resources';
import type { KubeObject } from '../kubernetes/types';
import type { ApplicationSpec, Scenario } from '../world/Scenario';
import { applicationObject } from './argo/applicationObject';
import {
  applyPast,
  seedApplication,
  type SeededApplication,
} from './argo/seedApplication';
import { manifestsOf } from './render/SourceTree';
import { editLive } from './editLive';
import { ARGO_NAMESPACE, type PlatformParts } from './PlatformParts';
import { sourcesOf, type Application } from './argo/types';

const HOUR = 60 * 60 * 1_000;
const EDITED_HOURS_AGO = 26;

/** The ApplicationSet of a name: as its manifest in Git says, else a list of what it has generated. */
async function readSet(
  repositories: Repositories,
  name: string,
  members: readonly Application[],
): Promise<KubeObject> {
  const [member] = members;
  const repository = new URL(
    sourcesOf(member.spec)[0].repoURL,
  ).pathname.replace(/^\/|\.git$/g, '');
  const sha = await repositories.resolve(repository, 'main');
  const files = sha
    ? await repositories.readTree(repository, sha, 'applicationsets')
    : new Map<string, string>();
  for (const [file, text] of files) {
    const found = manifestsOf(text, file).find(
      object =>
        object.kind === APPLICATION_SETS.kind && object.metadata.name === name,
    );
    if (found) {
      return found;
    }
  }
  const [source] = sourcesOf(member.spec);
  return {
    apiVersion: apiVersionOf(APPLICATION_SETS),
    kind: APPLICATION_SETS.kind,
    metadata: { name, namespace: ARGO_NAMESPACE },
    spec: {
      goTemplate: true,
      generators: [
        {
          list: {
            elements: members.map(({ metadata, spec }) => ({
              name: metadata.name,
              path: sourcesOf(spec)[0].path,
              cluster: spec.destination.name,
              namespace: spec.destination.namespace,
            })),
          },
        },
      ],
      template: {
        metadata: { name: '{{.name}}', labels: member.metadata.labels },
        spec: {
          ...member.spec,
          source: { ...source, path: '{{.path}}' },
          destination: { name: '{{.cluster}}', namespace: '{{.namespace}}' },
        },
      },
    },
  };
}

/** The Applications of an instance, those of ApplicationSets as their set generates them. */
async function applicationsOf(
  instance: ArgoInstance,
  scenario: Scenario,
  gitUrl: (repository: string) => string,
): Promise<{ application: Application; parent: boolean }[]> {
  const { control } = instance.controller.state.clusters;
  const specs = scenario.applications.filter(
    spec => spec.instance === instance.name,
  );
  const toObject = (spec: ApplicationSpec) => applicationObject(spec, gitUrl);
  const result = specs
    .filter(spec => !spec.applicationSet)
    .map(spec => ({
      application: toObject(spec),
      parent: spec.parent ?? false,
    }));
  const names = new Set(specs.flatMap(spec => spec.applicationSet ?? []));
  for (const name of names) {
    const members = specs.filter(spec => spec.applicationSet === name);
    const set = await readSet(
      instance.repositories,
      name,
      members.map(toObject),
    );
    const created = control.create(APPLICATION_SETS, set);
    const generated = await instance.sets.generate(created);
    instance.sets.writeStatus(created, generated);
    generated.forEach(application =>
      result.push({ application, parent: false }),
    );
  }
  return result;
}

interface Seed {
  instance: ArgoInstance;
  seeded: SeededApplication;
  parent: boolean;
}

/** Fills a platform: Applications with their past, what they deployed, and what is wrong with it. */
export async function seedPlatform(
  parts: PlatformParts,
  options: {
    scenario: Scenario;
    repositories: Repositories;
    gitUrl: (repository: string) => string;
  },
): Promise<void> {
  const { scenario, repositories, gitUrl } = options;
  const seeds: Seed[] = [];
  for (const instance of parts.instances) {
    const applications = await applicationsOf(instance, scenario, gitUrl);
    for (const { application, parent } of applications) {
      const seeded = await seedApplication(
        instance.controller,
        application,
        repositories,
        scenario.people,
      );
      seeds.push({ instance, seeded, parent });
    }
  }
  // Parents last: what they hold is there by then.
  seeds.sort((a, b) => Number(a.parent) - Number(b.parent));
  for (const { instance, seeded } of seeds) {
    if (seeded.before) {
      const { manifests, at } = seeded.before;
      deploy(parts, instance, seeded.application, {
        manifests,
        at,
        until: seeded.deployedAt,
      });
    }
  }
  // What is wrong is wrong with the present version.
  for (const [name, { workloads }] of parts.clusters) {
    workloads.setFaults(
      scenario.faults.filter(({ cluster }) => cluster === name),
    );
  }
  for (const { instance, seeded } of seeds) {
    const { application, target, deployedAt } = seeded;
    deploy(parts, instance, application, { manifests: target, at: deployedAt });
  }
  for (const { cluster, namespace, workload } of scenario.faults.filter(
    ({ fault }) => fault === 'edited',
  )) {
    const part = parts.clusters.get(cluster);
    if (part) {
      editLive(part.store, namespace, workload);
      part.workloads.settle(
        namespace,
        new Date(Date.now() - EDITED_HOURS_AGO * HOUR),
      );
    }
  }
  for (const { instance, seeded } of seeds) {
    instance.controller.state.refreshStatus(
      seeded.application,
      seeded.deployedAt,
    );
  }
}

function deploy(
  parts: PlatformParts,
  instance: ArgoInstance,
  application: Application,
  version: { manifests: SeededApplication['target']; at: Date; until?: Date },
): void {
  const { manifests, at, until } = version;
  const { state } = instance.controller;
  applyPast(instance.controller, application, manifests, at);
  const store = state.clusters.cluster(application.spec.destination);
  const { namespace } = application.spec.destination;
  const part = store && parts.clusters.get(store.name);
  if (part && namespace) {
    part.workloads.settle(namespace, at, until);
  }
}

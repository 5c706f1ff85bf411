import type { Repositories } from '../../git/Repositories';
import type { ClusterStore } from '../../kubernetes/ClusterStore';
import { at, clone, equal, isObject, timestamp } from '../../kubernetes/json';
import {
  apiVersionOf,
  APPLICATION_SETS,
  APPLICATIONS,
} from '../../kubernetes/resources';
import type { JsonObject, KubeObject } from '../../kubernetes/types';
import { ownedBy } from '../workloads/pods';
import { repositoryOf } from './ApplicationSources';
import { RESOURCES_FINALIZER } from './removeDeployed';
import type { Application } from './types';

/** Fills `{{.a.b}}` and `{{a.b}}` in, wherever they stand in a template. */
function fill(template: unknown, values: JsonObject): unknown {
  if (typeof template === 'string') {
    return template.replace(/\{\{\s*\.?([\w.-]+)\s*\}\}/g, (whole, path) =>
      String(at(values, path.split('.')) ?? whole),
    );
  }
  if (Array.isArray(template)) {
    return template.map(item => fill(item, values));
  }
  if (isObject(template)) {
    return Object.fromEntries(
      Object.entries(template).map(([key, value]) => [
        key,
        fill(value, values),
      ]),
    );
  }
  return template;
}

function globToRegExp(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*/g, '[^/]*')}$`);
}

/** Generates Applications from ApplicationSets, by lists and by folders of Git. */
export class ApplicationSets {
  constructor(
    private readonly repositories: Repositories,
    private readonly control: ClusterStore,
  ) {}

  /** The ApplicationSets of the instance. */
  sets(): KubeObject[] {
    return this.control.listKept(APPLICATION_SETS);
  }

  /** The repositories whose pushes may change what a set generates. */
  watches(set: KubeObject, repository: string): boolean {
    return this.generators(set).some(generator => {
      const url = at(generator, ['git', 'repoURL']);
      return typeof url === 'string' && repositoryOf(url) === repository;
    });
  }

  /** The Applications that a set asks for. */
  async generate(set: KubeObject): Promise<Application[]> {
    const applications: Application[] = [];
    for (const generator of this.generators(set)) {
      for (const values of await this.parameters(generator)) {
        const template = fill(set.spec?.template, values) as Application;
        applications.push({
          ...clone(template),
          apiVersion: apiVersionOf(APPLICATIONS),
          kind: APPLICATIONS.kind,
          metadata: {
            ...template.metadata,
            namespace: set.metadata.namespace,
            finalizers: [RESOURCES_FINALIZER],
            ownerReferences: [ownedBy(set)],
          },
        });
      }
    }
    return applications;
  }

  /** Makes, changes and removes Applications until they are those that a set asks for. */
  async reconcile(set: KubeObject): Promise<void> {
    const wanted = await this.generate(set);
    const uid = set.metadata.uid;
    const existing = this.control
      .listKept(APPLICATIONS, set.metadata.namespace)
      .filter(({ metadata }) =>
        metadata.ownerReferences?.some(owner => owner.uid === uid),
      );
    const names = new Set(wanted.map(({ metadata }) => metadata.name));
    for (const { metadata } of existing) {
      if (!names.has(metadata.name)) {
        this.control.delete(APPLICATIONS, metadata.namespace, metadata.name);
      }
    }
    for (const application of wanted) {
      const object = application as unknown as KubeObject;
      const { namespace, name, labels } = object.metadata;
      const live = this.control.get(APPLICATIONS, namespace, name);
      if (!live) {
        this.control.create(APPLICATIONS, object);
      } else if (
        !equal(live.spec, object.spec) ||
        !equal(live.metadata.labels, labels)
      ) {
        this.control.update(APPLICATIONS, {
          ...live,
          spec: object.spec,
          metadata: { ...live.metadata, labels },
        });
      }
    }
    this.writeStatus(set, wanted);
  }

  /** Writes what a set knows of its Applications. */
  writeStatus(set: KubeObject, applications: readonly Application[]): void {
    const live = this.control.get(
      APPLICATION_SETS,
      set.metadata.namespace,
      set.metadata.name,
    );
    if (!live) {
      return;
    }
    const before = live.status?.conditions;
    const now = timestamp(new Date());
    const condition = (type: string, status: string, message: string) => {
      const old = (Array.isArray(before) ? before : []).find(
        candidate => candidate.type === type && candidate.status === status,
      );
      return {
        lastTransitionTime: old?.lastTransitionTime ?? now,
        message,
        reason: 'ApplicationSetUpToDate',
        status,
        type,
      };
    };
    this.control.update(APPLICATION_SETS, {
      ...live,
      status: {
        conditions: [
          condition(
            'ErrorOccurred',
            'False',
            'Successfully generated parameters for all Applications',
          ),
          condition(
            'ParametersGenerated',
            'True',
            'Successfully generated parameters for all Applications',
          ),
          condition(
            'ResourcesUpToDate',
            'True',
            'All applications have been generated successfully',
          ),
        ],
        resources: applications.map(({ metadata }) => ({
          group: APPLICATIONS.group,
          version: APPLICATIONS.version,
          kind: APPLICATIONS.kind,
          namespace: metadata.namespace,
          name: metadata.name,
          status: 'Synced',
        })),
        resourcesCount: applications.length,
      },
    });
  }

  private generators(set: KubeObject): JsonObject[] {
    const generators = set.spec?.generators;
    return Array.isArray(generators) ? generators.filter(isObject) : [];
  }

  private async parameters(generator: JsonObject): Promise<JsonObject[]> {
    const elements = at(generator, ['list', 'elements']);
    if (Array.isArray(elements)) {
      return elements.filter(isObject);
    }
    const git = generator.git;
    const patterns = at(git, ['directories']);
    if (!isObject(git) || !Array.isArray(patterns)) {
      return [];
    }
    const repository = repositoryOf(String(git.repoURL));
    const sha = await this.repositories.resolve(
      repository,
      String(git.revision ?? 'HEAD'),
    );
    const found: JsonObject[] = [];
    for (const { path } of patterns.filter(isObject)) {
      const glob = String(path);
      const root = glob.split('/').slice(0, -1).join('/');
      const files = sha
        ? await this.repositories.readTree(repository, sha, root)
        : new Map<string, string>();
      const folders = new Set(
        [...files.keys()]
          .filter(file => file.includes('/'))
          .map(file => [root, file.split('/')[0]].filter(Boolean).join('/')),
      );
      for (const folder of folders) {
        if (globToRegExp(glob).test(folder)) {
          const basename = folder.split('/').pop();
          found.push({ path: { path: folder, basename } });
        }
      }
    }
    return found;
  }
}

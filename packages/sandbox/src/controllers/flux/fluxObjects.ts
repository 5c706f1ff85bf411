import { apiVersionOf } from '../../kubernetes/resources';
import type { JsonObject, KubeObject } from '../../kubernetes/types';
import type { ResourceDefinition } from '../../kubernetes/types';
import {
  GIT_REPOSITORIES,
  IMAGE_POLICIES,
  IMAGE_REPOSITORIES,
  IMAGE_UPDATE_AUTOMATIONS,
  KUSTOMIZATIONS,
} from './definitions';

/** Where Flux lives. */
export const FLUX_NAMESPACE = 'flux-system';
/** The name of the source that all Kustomizations are made from. */
export const SOURCE_NAME = 'gitops';
/** The branch that is applied. */
export const BRANCH = 'main';

function object(
  definition: ResourceDefinition,
  name: string,
  spec: JsonObject,
  labels?: Record<string, string>,
): KubeObject {
  return {
    apiVersion: apiVersionOf(definition),
    kind: definition.kind,
    metadata: {
      name,
      namespace: FLUX_NAMESPACE,
      ...(labels && { labels }),
    },
    spec,
  };
}

/** The GitRepository of the configuration. */
export function gitRepository(url: string): KubeObject {
  return object(GIT_REPOSITORIES, SOURCE_NAME, {
    interval: '10s',
    timeout: '60s',
    url,
    ref: { branch: BRANCH },
  });
}

/** The Kustomization of a service in an environment. */
export function kustomization(options: {
  name: string;
  path: string;
  labels: Record<string, string>;
}): KubeObject {
  return object(
    KUSTOMIZATIONS,
    options.name,
    {
      interval: '5m',
      retryInterval: '30s',
      timeout: '90s',
      path: `./${options.path}`,
      prune: true,
      wait: true,
      force: false,
      sourceRef: { kind: GIT_REPOSITORIES.kind, name: SOURCE_NAME },
    },
    options.labels,
  );
}

/** An automation that would write new tags of an image, if it were not suspended: people promote. */
export function imageAutomation(options: {
  name: string;
  image: string;
  path: string;
}): Record<'repository' | 'policy' | 'automation', KubeObject> {
  const { name, image, path } = options;
  return {
    repository: object(IMAGE_REPOSITORIES, name, { image, interval: '30s' }),
    policy: object(IMAGE_POLICIES, name, {
      imageRepositoryRef: { name },
      policy: { semver: { range: '>=1.0.0' } },
    }),
    automation: object(IMAGE_UPDATE_AUTOMATIONS, name, {
      interval: '10s',
      suspend: true,
      sourceRef: { kind: GIT_REPOSITORIES.kind, name: SOURCE_NAME },
      git: {
        commit: { author: { name: 'Flux', email: 'flux@acme.example' } },
        push: { branch: BRANCH },
      },
      update: { path: `./${path}`, strategy: 'Setters' },
    }),
  };
}

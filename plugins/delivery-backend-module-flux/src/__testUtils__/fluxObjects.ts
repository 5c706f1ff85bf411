import type { FakeObject } from '@throughline/plugin-delivery-kubernetes-node/testing';

/** A commit of the configuration repository. */
export const SHA = 'c933408394a3af8fa7208af8c9abf7fe430f99d4';
/** A later one. */
export const NEXT_SHA = '450796ddb2ab6724ee1cc32a4be56da032d1cca0';

type Fields = Record<string, unknown>;

/** A condition as Flux writes it. */
export function condition(
  type: string,
  status: string,
  reason = 'Succeeded',
  message = `${reason} it is`,
): Fields {
  return {
    type,
    status,
    reason,
    message,
    observedGeneration: 1,
    lastTransitionTime: '2026-11-01T08:00:00Z',
  };
}

/** An object of Flux, with parts of it replaced. */
export function fluxObject(
  kind: string,
  name: string,
  spec: Fields,
  status: Fields,
  metadata: Fields = {},
): FakeObject {
  return {
    kind,
    metadata: {
      name,
      namespace: 'flux-system',
      generation: 1,
      uid: `${kind}-${name}`,
      ...metadata,
    },
    spec,
    status: { observedGeneration: 1, ...status },
  };
}

/** A Kustomization that has applied the folder of a service. */
export function kustomization(
  name: string,
  parts: { metadata?: Fields; spec?: Fields; status?: Fields } = {},
): FakeObject {
  const revision = `main@sha1:${SHA}`;
  return fluxObject(
    'Kustomization',
    name,
    {
      interval: '5m',
      prune: true,
      path: `./apps/${name}/overlays/production`,
      sourceRef: { kind: 'GitRepository', name: 'gitops' },
      ...parts.spec,
    },
    {
      conditions: [condition('Ready', 'True', 'ReconciliationSucceeded')],
      lastAppliedRevision: revision,
      lastAttemptedRevision: revision,
      inventory: {
        entries: [
          { id: `${name}-production_${name}_apps_Deployment`, v: 'v1' },
          { id: `${name}-production_${name}__Service`, v: 'v1' },
        ],
      },
      ...parts.status,
    },
    parts.metadata,
  );
}

/** A GitRepository that has fetched a commit. */
export function gitRepository(
  name = 'gitops',
  parts: {
    metadata?: Fields;
    spec?: Fields;
    status?: Fields;
    sha?: string;
  } = {},
): FakeObject {
  return fluxObject(
    'GitRepository',
    name,
    {
      interval: '1m',
      url: 'https://github.com/acme/gitops.git',
      ref: { branch: 'main' },
      ...parts.spec,
    },
    {
      conditions: [condition('Ready', 'True')],
      artifact: artifact(`main@sha1:${parts.sha ?? SHA}`),
      ...parts.status,
    },
    parts.metadata,
  );
}

/** What a source has fetched. */
export function artifact(revision: string, metadata?: Fields): Fields {
  return {
    revision,
    digest: `sha256:${'0'.repeat(64)}`,
    lastUpdateTime: '2026-11-01T08:00:00Z',
    path: 'somewhere.tar.gz',
    url: 'http://source-controller.flux-system.svc/somewhere.tar.gz',
    ...(metadata && { metadata }),
  };
}

/** One version of a Helm release. */
export function release(version: number, parts: Fields = {}): Fields {
  return {
    name: 'shop',
    namespace: 'shop',
    version,
    chartName: 'shop',
    chartVersion: `1.${version}.0`,
    configDigest: `sha256:${'a'.repeat(64)}`,
    digest: `sha256:${String(version).repeat(64).slice(0, 64)}`,
    firstDeployed: '2026-11-01T08:00:00Z',
    lastDeployed: `2026-11-0${version}T08:00:00Z`,
    status: 'deployed',
    ...parts,
  };
}

/** A HelmRelease that has installed a chart. */
export function helmRelease(
  name: string,
  parts: { metadata?: Fields; spec?: Fields; status?: Fields } = {},
): FakeObject {
  return fluxObject(
    'HelmRelease',
    name,
    {
      interval: '5m',
      targetNamespace: 'shop',
      chart: {
        spec: {
          chart: 'shop',
          version: '1.x',
          sourceRef: { kind: 'HelmRepository', name: 'charts' },
        },
      },
      ...parts.spec,
    },
    {
      conditions: [condition('Ready', 'True', 'UpgradeSucceeded')],
      lastAttemptedRevision: '1.2.0',
      lastAttemptedConfigDigest: `sha256:${'a'.repeat(64)}`,
      helmChart: `flux-system/flux-system-${name}`,
      history: [release(2), release(1, { status: 'superseded' })],
      ...parts.status,
    },
    parts.metadata,
  );
}

/** A HelmRepository. */
export function helmRepository(name = 'charts', spec: Fields = {}): FakeObject {
  return fluxObject(
    'HelmRepository',
    name,
    { interval: '5m', url: 'https://charts.example.com', ...spec },
    { conditions: [condition('Ready', 'True')] },
  );
}

/** The HelmChart that Flux makes of a HelmRelease. */
export function helmChart(name: string, revision: string): FakeObject {
  return fluxObject(
    'HelmChart',
    `flux-system-${name}`,
    {
      interval: '5m',
      chart: 'shop',
      version: '1.x',
      sourceRef: { kind: 'HelmRepository', name: 'charts' },
    },
    {
      conditions: [condition('Ready', 'True', 'ChartPullSucceeded')],
      artifact: artifact(revision),
    },
  );
}

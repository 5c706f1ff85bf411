import type { ClusterStore } from './ClusterStore';
import type { JsonObject, ResourceDefinition } from './types';

const VERBS = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

/** `/version` */
export function versionInfo(): JsonObject {
  return {
    major: '1',
    minor: '34',
    gitVersion: 'v1.34.2-sandbox',
    gitCommit: '8cc511e399b929453cd98ae65b419c3cc227ec79',
    gitTreeState: 'clean',
    buildDate: '2026-06-11T18:58:47Z',
    goVersion: 'go1.24.9',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
}

/** `/api` */
export function coreVersions(host: string): JsonObject {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [
      { clientCIDR: '0.0.0.0/0', serverAddress: host },
    ],
  };
}

function groupEntry(group: string, versions: string[]): JsonObject {
  const entries = versions.map(version => ({
    groupVersion: `${group}/${version}`,
    version,
  }));
  return { name: group, versions: entries, preferredVersion: entries[0] };
}

/** `/apis` */
export function groupList(store: ClusterStore): JsonObject {
  const groups = new Map<string, Set<string>>();
  for (const { group, version } of store.definitions()) {
    if (group) {
      groups.set(group, (groups.get(group) ?? new Set()).add(version));
    }
  }
  groups.set('authorization.k8s.io', new Set(['v1']));
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: [...groups].map(([group, versions]) =>
      groupEntry(group, [...versions]),
    ),
  };
}

/** `/apis/<group>`; undefined where there is no such group. */
export function groupInfo(
  store: ClusterStore,
  group: string,
): JsonObject | undefined {
  const list = groupList(store).groups as JsonObject[];
  const entry = list.find(candidate => candidate.name === group);
  return entry && { kind: 'APIGroup', apiVersion: 'v1', ...entry };
}

function resourceEntries(definition: ResourceDefinition): JsonObject[] {
  const { plural, singular, kind, namespaced, shortNames } = definition;
  const sub = [
    ...(definition.statusSubresource ? ['status'] : []),
    ...(definition.subresources ?? []),
  ];
  return [
    {
      name: plural,
      singularName: singular,
      namespaced,
      kind,
      verbs: VERBS,
      ...(shortNames ? { shortNames } : {}),
    },
    ...sub.map(name => ({
      name: `${plural}/${name}`,
      singularName: '',
      namespaced,
      kind: name === 'scale' ? 'Scale' : kind,
      ...(name === 'scale' ? { group: 'autoscaling', version: 'v1' } : {}),
      verbs: name === 'log' ? ['get'] : ['get', 'patch', 'update'],
    })),
  ];
}

/** `/api/v1` and `/apis/<group>/<version>`; undefined where there is no such group and version. */
export function resourceList(
  store: ClusterStore,
  group: string,
  version: string,
): JsonObject | undefined {
  const groupVersion = group ? `${group}/${version}` : version;
  const resources = store
    .definitions()
    .filter(
      definition =>
        definition.group === group && definition.version === version,
    )
    .flatMap(resourceEntries);
  if (groupVersion === 'authorization.k8s.io/v1') {
    resources.push({
      name: 'selfsubjectaccessreviews',
      singularName: 'selfsubjectaccessreview',
      namespaced: false,
      kind: 'SelfSubjectAccessReview',
      verbs: ['create'],
    });
  }
  return resources.length > 0
    ? { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources }
    : undefined;
}

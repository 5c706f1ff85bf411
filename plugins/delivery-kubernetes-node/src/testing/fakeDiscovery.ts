/**
 * A resource that the stand-in serves.
 *
 * @public
 */
export interface FakeResource {
  group: string;
  version: string;
  plural: string;
  kind: string;
}

/**
 * What a {@link FakeKubernetes} serves unless told.
 *
 * @public
 */
export const FAKE_RESOURCES: readonly FakeResource[] = [
  { group: '', version: 'v1', plural: 'pods', kind: 'Pod' },
  { group: '', version: 'v1', plural: 'events', kind: 'Event' },
  { group: 'apps', version: 'v1', plural: 'deployments', kind: 'Deployment' },
  { group: 'apps', version: 'v1', plural: 'statefulsets', kind: 'StatefulSet' },
  { group: 'apps', version: 'v1', plural: 'daemonsets', kind: 'DaemonSet' },
  { group: 'apps', version: 'v1', plural: 'replicasets', kind: 'ReplicaSet' },
  {
    group: 'apps',
    version: 'v1',
    plural: 'controllerrevisions',
    kind: 'ControllerRevision',
  },
  { group: 'batch', version: 'v1', plural: 'jobs', kind: 'Job' },
  { group: 'batch', version: 'v1', plural: 'cronjobs', kind: 'CronJob' },
];

/** The list of API groups, as `/apis` answers. */
export function groupList(resources: readonly FakeResource[]): unknown {
  const groups = new Map<string, Set<string>>();
  for (const { group, version } of resources) {
    if (group) {
      groups.set(group, (groups.get(group) ?? new Set()).add(version));
    }
  }
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: [...groups].map(([name, versions]) => {
      const served = [...versions].map(version => ({
        groupVersion: `${name}/${version}`,
        version,
      }));
      return { name, versions: served, preferredVersion: served[0] };
    }),
  };
}

/** The resources of a group and version; undefined where it is not served. */
export function resourceList(
  resources: readonly FakeResource[],
  group: string,
  version: string,
): unknown {
  const own = resources.filter(
    resource => resource.group === group && resource.version === version,
  );
  return own.length === 0
    ? undefined
    : {
        kind: 'APIResourceList',
        groupVersion: group ? `${group}/${version}` : version,
        resources: own.flatMap(({ plural, kind }) => [
          {
            name: plural,
            kind,
            namespaced: true,
            verbs: ['get', 'list', 'watch'],
          },
          { name: `${plural}/status`, kind, namespaced: true, verbs: ['get'] },
        ]),
      };
}

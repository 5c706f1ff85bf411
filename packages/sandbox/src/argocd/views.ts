import { resourceKey } from '../controllers/argo/compare';
import type { ArgoState } from '../controllers/argo/ArgoState';
import type { Application } from '../controllers/argo/types';

/** An object as the API answers it: without apiVersion and kind. */
export function withoutKind<T extends { apiVersion: string; kind: string }>(
  object: T,
): Omit<T, 'apiVersion' | 'kind'> {
  const { apiVersion: _a, kind: _k, ...rest } = object;
  return rest;
}

/** An Application as `get` and the stream answer it: the health of its objects, kept apart, is filled in. */
export function withResourceHealth(
  state: ArgoState,
  application: Application,
): Omit<Application, 'apiVersion' | 'kind'> {
  const view = withoutKind(application);
  const comparison = state.comparison(application);
  const { status } = application;
  if (!comparison || !status?.resources) {
    return view;
  }
  const healths = new Map(
    comparison.resources.map(resource => [
      resourceKey(resource.status),
      resource.health,
    ]),
  );
  return {
    ...view,
    status: {
      ...status,
      resources: status.resources.map(resource => {
        const health = healths.get(resourceKey(resource));
        return health ? { ...resource, health } : resource;
      }),
    },
  };
}

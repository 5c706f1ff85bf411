import type { ClusterStore } from '../../kubernetes/ClusterStore';
import type { KubeObject } from '../../kubernetes/types';
import { trackedObjects } from './compare';
import type { Application } from './types';

/** The finalizer by which an Application takes what it deployed with it. */
export const RESOURCES_FINALIZER = 'resources-finalizer.argocd.argoproj.io';

/** Removes what a deleted Application has deployed, if its finalizer says so. */
export function removeDeployed(
  application: Application,
  options: { store?: ClusterStore; objects: readonly KubeObject[] },
): void {
  const { store, objects } = options;
  const { finalizers = [] } = application.metadata;
  if (!store || !finalizers.includes(RESOURCES_FINALIZER)) {
    return;
  }
  const namespaces = [
    application.spec.destination.namespace,
    ...objects.map(({ metadata }) => metadata.namespace),
  ];
  for (const object of trackedObjects(store, application, namespaces)) {
    const definition = store.definitionFor(object);
    if (definition) {
      const { namespace, name } = object.metadata;
      store.delete(definition, namespace, name);
    }
  }
}

import { mergedState } from '../controllers/argo/applyManifest';
import type { ArgoState } from '../controllers/argo/ArgoState';
import type { Application } from '../controllers/argo/types';
import type { JsonObject, KubeObject } from '../kubernetes/types';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** An object without what the server adds and the manifest never says. */
function normalised(object: KubeObject): KubeObject {
  const { status: _s, ...rest } = object;
  const { managedFields: _m, annotations = {}, ...metadata } = object.metadata;
  const { [LAST_APPLIED]: _l, ...others } = annotations;
  return { ...rest, metadata: { ...metadata, annotations: others } };
}

/** The objects of an Application, desired and live, each as JSON text. */
export function managedResources(
  state: ArgoState,
  application: Application,
): JsonObject {
  const { resources = [] } = state.comparison(application) ?? {};
  return {
    items: resources.map(({ wanted, live, status }) => {
      const normal = live && normalised(live);
      const predicted =
        wanted && live ? normalised(mergedState(live, wanted)) : wanted;
      return {
        ...(status.group ? { group: status.group } : {}),
        kind: status.kind,
        namespace: status.namespace ?? '',
        name: status.name,
        targetState: wanted ? JSON.stringify(wanted) : 'null',
        liveState: live ? JSON.stringify(live) : 'null',
        normalizedLiveState: normal ? JSON.stringify(normal) : 'null',
        predictedLiveState: predicted ? JSON.stringify(predicted) : 'null',
        resourceVersion: live?.metadata.resourceVersion ?? '',
        modified: status.status === 'OutOfSync',
      };
    }),
  };
}

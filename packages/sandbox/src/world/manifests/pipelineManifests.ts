import { ServiceSpec } from '../services';
import { deployment, serviceObject } from './workloads';
import { stringify } from 'yaml';

/** The manifests that a workflow fills in with `envsubst` and applies with `kubectl`. */
export function pipelineManifests(
  service: ServiceSpec,
): Record<string, string> {
  return {
    'deploy/deployment.yaml': stringify(
      deployment(service, {
        image: `\${IMAGE}:\${VERSION}`,
        replicas: '${REPLICAS}',
        version: '${VERSION}',
      }),
    ),
    'deploy/service.yaml': stringify(serviceObject(service)),
  };
}

import { ServiceSpec } from '../services';

/** The labels that all objects of a service carry. */
export function labelsOf(service: ServiceSpec): Record<string, string> {
  return {
    'app.kubernetes.io/name': service.name,
    'app.kubernetes.io/part-of': service.system,
    'backstage.io/kubernetes-id': service.name,
  };
}

/** The Deployment – or Rollout – of a service. */
export function deployment(
  service: ServiceSpec,
  options: { image: string; replicas?: number | string; version?: string },
): Record<string, unknown> {
  const labels = {
    ...labelsOf(service),
    ...(options.version && { 'app.kubernetes.io/version': options.version }),
  };
  const rollout = service.workload === 'Rollout';
  return {
    apiVersion: rollout ? 'argoproj.io/v1alpha1' : 'apps/v1',
    kind: service.workload,
    metadata: { name: service.name, labels },
    spec: {
      replicas: options.replicas ?? 1,
      revisionHistoryLimit: 5,
      selector: { matchLabels: { 'app.kubernetes.io/name': service.name } },
      ...(rollout && {
        strategy: { canary: { steps: [{ setWeight: 100 }] } },
      }),
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: service.name,
              image: options.image,
              ports: [{ name: 'http', containerPort: service.port }],
              env: [{ name: 'LOG_LEVEL', value: 'info' }],
              envFrom: [{ configMapRef: { name: `${service.name}-config` } }],
              readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
              resources: {
                requests: { cpu: '100m', memory: '128Mi' },
                limits: { memory: '256Mi' },
              },
            },
          ],
        },
      },
    },
  };
}

/** The Service in front of it. */
export function serviceObject(spec: ServiceSpec): Record<string, unknown> {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: spec.name, labels: labelsOf(spec) },
    spec: {
      selector: { 'app.kubernetes.io/name': spec.name },
      ports: [{ name: 'http', port: 80, targetPort: 'http' }],
    },
  };
}

/** Its settings. */
export function configMap(spec: ServiceSpec): Record<string, unknown> {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `${spec.name}-config`, labels: labelsOf(spec) },
    data: { CURRENCY: 'EUR', FEATURE_SET: 'stable' },
  };
}

/** What it does by the clock. */
export function cronJob(
  spec: ServiceSpec,
  image: string,
): Record<string, unknown> | undefined {
  if (!spec.cronJob) {
    return undefined;
  }
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: spec.cronJob.name, labels: labelsOf(spec) },
    spec: {
      schedule: spec.cronJob.schedule,
      concurrencyPolicy: 'Forbid',
      jobTemplate: {
        spec: {
          template: {
            metadata: { labels: labelsOf(spec) },
            spec: {
              restartPolicy: 'Never',
              containers: [
                {
                  name: spec.cronJob.name,
                  image,
                  command: [spec.cronJob.command],
                },
              ],
            },
          },
        },
      },
    },
  };
}

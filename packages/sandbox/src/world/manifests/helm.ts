import { stringify } from 'yaml';
import { gitopsFolder, imageName, ServiceSpec, StageSpec } from '../services';
import { OverlayState } from './kustomize';
import { labelsOf } from './workloads';

/** The Helm chart of a service. */
export function helmChart(
  service: ServiceSpec,
  imageHost: string,
): Record<string, string> {
  const folder = `${gitopsFolder(service)}/chart`;
  const labels = Object.entries(labelsOf(service));
  const common = (indent: string) =>
    labels.map(([key, value]) => `${indent}${key}: ${value}`).join('\n');
  return {
    [`${folder}/Chart.yaml`]: stringify({
      apiVersion: 'v2',
      name: service.name,
      description: service.description,
      type: 'application',
      version: '0.4.1',
    }),
    [`${folder}/values.yaml`]: stringify({
      image: { repository: `${imageHost}/${imageName(service)}`, tag: '' },
      replicas: 1,
      logLevel: 'info',
      service: { port: 80 },
      resources: {
        requests: { cpu: '100m', memory: '192Mi' },
        limits: { memory: '384Mi' },
      },
    }),
    [`${folder}/templates/deployment.yaml`]: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${service.name}
  namespace: {{ .Release.Namespace }}
  labels:
${common('    ')}
    app.kubernetes.io/version: {{ .Values.image.tag | quote }}
spec:
  replicas: {{ .Values.replicas }}
  revisionHistoryLimit: 5
  selector:
    matchLabels:
      app.kubernetes.io/name: ${service.name}
  template:
    metadata:
      labels:
${common('        ')}
        app.kubernetes.io/version: {{ .Values.image.tag | quote }}
    spec:
      containers:
        - name: ${service.name}
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
          ports:
            - name: http
              containerPort: ${service.port}
          env:
            - name: LOG_LEVEL
              value: {{ .Values.logLevel | quote }}
          readinessProbe:
            httpGet:
              path: /ready
              port: http
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
`,
    [`${folder}/templates/service.yaml`]: `apiVersion: v1
kind: Service
metadata:
  name: ${service.name}
  namespace: {{ .Release.Namespace }}
  labels:
${common('    ')}
spec:
  selector:
    app.kubernetes.io/name: ${service.name}
  ports:
    - name: http
      port: {{ .Values.service.port }}
      targetPort: http
`,
  };
}

/** The values of one environment. */
export function helmValues(
  stage: StageSpec,
  state: OverlayState,
): Record<string, string> {
  const file = stage.gitops?.values?.file;
  if (!file) {
    return {};
  }
  return {
    [file]: `# ${stage.environment}: what differs from the chart's own values
image:
  tag: "${state.tag}"
replicas: ${state.replicas}
logLevel: ${state.logLevel}
`,
  };
}

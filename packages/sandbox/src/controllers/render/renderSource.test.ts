import { renderSource } from './renderSource';
import { SourceTree } from './SourceTree';

const release = { name: 'app', namespace: 'target' };

/** A tree over files named by their whole path. */
function treeOf(files: Record<string, string>): SourceTree {
  return new SourceTree(async folder => {
    const prefix = folder ? `${folder}/` : '';
    return new Map(
      Object.entries(files)
        .filter(([path]) => path.startsWith(prefix))
        .map(([path, text]) => [path.slice(prefix.length), text]),
    );
  });
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: {tier: front}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      initContainers:
        - {name: migrate, image: "registry.test:5000/acme/web:1"}
      containers:
        - name: web
          image: registry.test:5000/acme/web:1
          env: [{name: A, value: "1"}]
        - {name: proxy, image: envoy:1.30}
`;

const SERVICE = `apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}}
`;

const BASE = {
  'base/kustomization.yaml': 'resources: [deployment.yaml, service.yaml]\n',
  'base/deployment.yaml': DEPLOYMENT,
  'base/service.yaml': SERVICE,
};

async function build(
  files: Record<string, string>,
  path = 'overlay',
): Promise<any[]> {
  const tree = treeOf({ ...BASE, ...files });
  return (await renderSource(tree, { path, release })).objects;
}

describe('buildKustomization', () => {
  it('sets namespace, names, replicas and images, and nothing else', async () => {
    const [deployment, service] = await build({
      'overlay/kustomization.yaml': `namespace: staging
namePrefix: eu-
nameSuffix: "-b"
resources: [../base]
replicas: [{name: web, count: 4}]
images:
  - {name: registry.test:5000/acme/web, newTag: 2.0.0}
  - {name: envoy, newName: mirror.test/envoy, digest: "sha256:abc"}
`,
    });
    expect(deployment.metadata).toEqual({
      name: 'eu-web-b',
      namespace: 'staging',
      labels: { tier: 'front' },
    });
    expect(deployment.spec.replicas).toBe(4);
    const { spec } = deployment.spec.template;
    expect(spec.initContainers[0].image).toBe(
      'registry.test:5000/acme/web:2.0.0',
    );
    expect(
      spec.containers.map(({ image }: { image: string }) => image),
    ).toEqual([
      'registry.test:5000/acme/web:2.0.0',
      'mirror.test/envoy@sha256:abc',
    ]);
    expect(service.metadata.namespace).toBe('staging');
  });

  it('patches strategically: lists of containers and variables merge by name', async () => {
    const [deployment] = await build({
      'overlay/kustomization.yaml': `resources: [../base]
patches: [{path: patch.yaml}]
`,
      'overlay/patch.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {extra: "yes"}}
spec:
  template:
    spec:
      containers:
        - name: web
          env: [{name: B, value: "2"}]
`,
    });
    expect(deployment.metadata.labels).toEqual({ tier: 'front', extra: 'yes' });
    expect(deployment.spec.template.spec.containers[0].env).toEqual([
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ]);
    expect(deployment.spec.template.spec.containers).toHaveLength(2);
  });

  it('patches by JSON operations at what a target selects', async () => {
    const objects = await build({
      'overlay/kustomization.yaml': `resources: [../base]
patches:
  - target: {kind: Deployment, labelSelector: tier=front}
    patch: |-
      - {op: replace, path: /spec/replicas, value: 7}
      - {op: add, path: /metadata/annotations, value: {a~b/c: "1"}}
`,
    });
    expect(objects[0].spec.replicas).toBe(7);
    expect(objects[0].metadata.annotations).toEqual({ 'a~b/c': '1' });
    expect(objects[1].metadata.annotations).toBeUndefined();
  });

  it('adds labels where it should, and deletes by patch', async () => {
    const objects = await build({
      'overlay/kustomization.yaml': `resources: [../base]
commonLabels: {team: web}
labels: [{pairs: {stage: s}, includeTemplates: true}]
patches:
  - patch: |-
      $patch: delete
      apiVersion: v1
      kind: Service
      metadata: {name: web}
`,
    });
    expect(objects).toHaveLength(1);
    expect(objects[0].spec.selector.matchLabels).toEqual({
      app: 'web',
      team: 'web',
    });
    expect(objects[0].spec.template.metadata.labels).toEqual({
      app: 'web',
      team: 'web',
      stage: 's',
    });
    expect(objects[0].metadata.labels).toMatchObject({ stage: 's' });
  });

  it('leaves the files that it read unchanged for the next', async () => {
    const files = {
      'one/kustomization.yaml': 'resources: [../base]\nnamespace: one\n',
      'two/kustomization.yaml': 'resources: [../base]\n',
    };
    const [first] = await build(files, 'one');
    const [second] = await build(files, 'two');
    expect(first.metadata.namespace).toBe('one');
    expect(second.metadata.namespace).toBeUndefined();
  });

  it('takes components in and knows what it depended on', async () => {
    const tree = treeOf({
      ...BASE,
      'parts/big/kustomization.yaml':
        'kind: Component\nreplicas: [{name: web, count: 9}]\n',
      'overlay/kustomization.yaml':
        'resources: [../base]\ncomponents: [../parts/big]\n',
    });
    const { objects } = await renderSource(tree, { path: 'overlay', release });
    expect(objects[0].spec?.replicas).toBe(9);
    expect(tree.paths.sort()).toEqual(['base', 'overlay', 'parts/big']);
  });

  it('says what is missing', async () => {
    await expect(
      build({ 'overlay/kustomization.yaml': 'resources: [gone.yaml]\n' }),
    ).rejects.toThrow("accumulating resources from 'gone.yaml'");
    await expect(build({}, 'nowhere')).rejects.toThrow(
      'nowhere: app path does not exist',
    );
    await expect(
      build({ 'overlay/kustomization.yaml': 'resources: [../../etc]\n' }),
    ).rejects.toThrow('outside of the repository');
    await expect(
      build({
        'overlay/kustomization.yaml':
          'resources: [../base]\npatches: [{patch: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: other}}"}]\n',
      }),
    ).rejects.toThrow('no matches for Id Deployment/other');
  });
});

const CHART = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
  'chart/values.yaml':
    'image: {repository: acme/web, tag: ""}\nreplicas: 1\nresources: {limits: {memory: 1Gi}}\nextra: []\n',
  'chart/templates/_helpers.tpl':
    '{{- define "web.labels" -}}\napp: {{ .Chart.Name }}\nrelease: {{ .Release.Name }}\n{{- end }}\n',
  'chart/templates/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "web.labels" . | nindent 4 }}
spec:
  replicas: {{ .Values.replicas }}
  template:
    spec:
      containers:
        - name: web
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default "latest" }}"
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
          {{- if .Values.debug }}
          env: [{name: DEBUG, value: {{ .Values.debug | quote }}}]
          {{- else }}
          args: [quiet]
          {{- end }}
`,
  'chart/templates/extra.yaml': `{{- range .Values.extra }}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: {{ . }}}
{{- end }}
`,
};

describe('renderChart', () => {
  it('renders values, helpers, conditions and loops', async () => {
    const { objects, type } = await renderSource(
      treeOf({ ...CHART, 'values-dev.yaml': 'extra: [a, b]\n' }),
      {
        path: 'chart',
        release: { name: 'web-dev', namespace: 'dev' },
        helm: { valueFiles: ['../values-dev.yaml'] },
      },
    );
    expect(type).toBe('Helm');
    expect(objects.map(({ metadata }) => metadata.name)).toEqual([
      'web-dev',
      'a',
      'b',
    ]);
    expect(objects[0]).toMatchObject({
      metadata: {
        namespace: 'dev',
        labels: { app: 'web', release: 'web-dev' },
      },
      spec: {
        replicas: 1,
        template: {
          spec: {
            containers: [
              {
                image: 'acme/web:latest',
                resources: { limits: { memory: '1Gi' } },
                args: ['quiet'],
              },
            ],
          },
        },
      },
    });
  });

  it('takes values from another source, and parameters above all', async () => {
    const values = treeOf({
      'web/prod.yaml': 'image: {tag: 2.0.0}\ndebug: on\n',
    });
    const { objects } = await renderSource(
      treeOf(CHART),
      {
        path: 'chart',
        release,
        helm: {
          valueFiles: ['$values/web/prod.yaml'],
          parameters: [{ name: 'replicas', value: '3' }],
        },
      },
      new Map([['values', values]]),
    );
    expect(objects[0].spec).toMatchObject({
      replicas: 3,
      template: {
        spec: {
          containers: [
            { image: 'acme/web:2.0.0', env: [{ name: 'DEBUG', value: 'on' }] },
          ],
        },
      },
    });
  });

  it('says which values are missing', async () => {
    await expect(
      renderSource(treeOf(CHART), {
        path: 'chart',
        release,
        helm: { valueFiles: ['gone.yaml'] },
      }),
    ).rejects.toThrow('open gone.yaml: no such file');
  });
});

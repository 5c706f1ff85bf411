import type { KubeObject } from '../../kubernetes/types';

const API = 'tekton.dev/v1';

function task(
  namespace: string,
  name: string,
  description: string,
  script: string,
): KubeObject {
  return {
    apiVersion: API,
    kind: 'Task',
    metadata: { name, namespace },
    spec: {
      description,
      steps: [{ name: 'run', image: 'golang:1.24', script }],
    },
  };
}

/** What is applied once to verify a service: a Pipeline that runs on each push, and its Tasks. */
export function verifyPipeline(options: {
  service: string;
  namespace: string;
  pipeline: string;
}): KubeObject[] {
  const { service, namespace, pipeline } = options;
  const revision = '$(params.revision)';
  return [
    task(namespace, 'git-clone', 'Fetches a commit', 'git fetch origin'),
    task(
      namespace,
      'go-contract-test',
      'Tests the API',
      'go test ./contract/...',
    ),
    task(namespace, 'go-load-test', 'Loads the service', 'go run ./load'),
    task(namespace, 'report', 'Tells how it went', 'echo "$STATUS"'),
    {
      apiVersion: API,
      kind: 'Pipeline',
      metadata: {
        name: pipeline,
        namespace,
        labels: { 'backstage.io/kubernetes-id': service },
      },
      spec: {
        description: `Verifies ${service} against the contracts of those who call it`,
        params: [
          { name: 'repo-url', type: 'string' },
          { name: 'revision', type: 'string' },
          { name: 'load', type: 'string', default: 'false' },
        ],
        tasks: [
          { name: 'clone', taskRef: { kind: 'Task', name: 'git-clone' } },
          {
            name: 'contract-tests',
            taskRef: { kind: 'Task', name: 'go-contract-test' },
            runAfter: ['clone'],
          },
          {
            name: 'load-test',
            taskRef: { kind: 'Task', name: 'go-load-test' },
            runAfter: ['contract-tests'],
            when: [
              {
                input: '$(params.load)',
                operator: 'in',
                values: ['true'],
              },
            ],
          },
        ],
        finally: [
          { name: 'report', taskRef: { kind: 'Task', name: 'report' } },
        ],
        results: [
          { name: 'CHAINS-GIT_URL', value: '$(params.repo-url)' },
          { name: 'CHAINS-GIT_COMMIT', value: revision },
        ],
      },
    },
  ];
}

/** A run of the pipeline for a commit, as its trigger would create it. */
export function verifyRun(options: {
  service: string;
  namespace: string;
  pipeline: string;
  name?: string;
  repositoryUrl: string;
  sha: string;
  load: boolean;
}): KubeObject {
  const { service, namespace, pipeline, name, sha } = options;
  return {
    apiVersion: API,
    kind: 'PipelineRun',
    metadata: {
      // A name of its own, where the run is one of the past that must be the same after each start.
      name: name ?? '',
      generateName: `${pipeline}-`,
      namespace,
      labels: {
        'backstage.io/kubernetes-id': service,
        'tekton.dev/pipeline': pipeline,
        'triggers.tekton.dev/eventlistener': service,
        'triggers.tekton.dev/trigger': 'push',
      },
    },
    spec: {
      pipelineRef: { name: pipeline },
      params: [
        { name: 'repo-url', value: options.repositoryUrl },
        { name: 'revision', value: sha },
        ...(options.load ? [{ name: 'load', value: 'true' }] : []),
      ],
      taskRunTemplate: { serviceAccountName: 'ci' },
      timeouts: { pipeline: '1h0m0s' },
    },
  };
}

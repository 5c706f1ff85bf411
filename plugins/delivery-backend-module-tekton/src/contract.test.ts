import { describeProviderContract } from '@throughline/plugin-delivery-node/testing';
import type {
  OperationSubject,
  SourceOperation,
} from '@throughline/plugin-delivery-node';
import { condition, pipelineRun, taskRun } from './testing/fixtures';
import { fakeSource, INTERESTS, startTekton } from './testing/observeFake';

const PAGE_SIZE = 50;

async function createHarness() {
  const api = await startTekton();
  const source = await fakeSource(api, {
    pageSize: PAGE_SIZE,
    tekton: {
      keepFinished: 1_000,
      clusters: [{ name: 'tools' }],
      operations: true,
    },
  });
  let count = 0;
  const nameOf = (key: string) => key.split('/')[1];
  return {
    createSource: () => source,
    interests: () => INTERESTS,
    isComplete: (told: readonly { type: string }[]) =>
      told.some(({ type }) => type === 'checkpoint'),
    upstream: {
      secrets: [api.token],
      pageSize: PAGE_SIZE,
      async add(more: number) {
        return Array.from({ length: more }, () => {
          const name = `verify-${++count}`;
          api.put('pipelineruns', pipelineRun(name));
          api.put('taskruns', taskRun(`${name}-test`, { run: name }));
          return { kind: 'run' as const, key: `shop/${name}` };
        });
      },
      async update({ key }: { key: string }) {
        const name = nameOf(key);
        api.put(
          'taskruns',
          taskRun(`${name}-test`, {
            run: name,
            status: { conditions: [], completionTime: undefined },
          }),
        );
      },
      async remove({ key }: { key: string }) {
        api.remove('pipelineruns', 'shop', nameOf(key));
      },
      async malform({ key }: { key: string }) {
        api.put(
          'pipelineruns',
          pipelineRun(nameOf(key), { status: { conditions: 'fine' } }),
        );
      },
      misbehave: api.upstream.misbehave,
      recover: api.upstream.recover,
    },
    operate: {
      async subject({ operation }: SourceOperation): Promise<OperationSubject> {
        const name = `${operation.toLowerCase()}-${++count}`;
        const running = operation === 'cancelRun';
        api.put(
          'pipelineruns',
          pipelineRun(`${name}-a`, {
            metadata: {
              generateName: `${name}-`,
              labels: { 'tekton.dev/pipeline': name },
            },
            spec: { pipelineRef: { name } },
            ...(running && { status: { conditions: condition('Unknown') } }),
          }),
        );
        api.put('pipelines', {
          metadata: { namespace: 'shop', name },
          spec: { params: [{ name: 'a', default: 'b' }] },
        });
        return operation === 'runPipeline'
          ? { kind: 'pipeline', pipeline: `shop/${name}` }
          : {
              kind: 'run',
              run: {
                kind: 'run',
                key: `shop/${name}-a`,
                pipeline: name,
                status: { status: running ? 'running' : 'succeeded' },
                createdAt: '2026-11-01T08:00:00Z',
                jobs: [],
              },
            };
      },
      effects: ({ operation }: SourceOperation) =>
        operation === 'cancelRun'
          ? api.patches.length
          : api.created.filter(({ metadata: { name } }) =>
              name.startsWith(`${operation.toLowerCase()}-`),
            ).length,
      paths: () => api.requests.map(({ path }) => path),
    },
    close: () => api.close(),
  };
}

describeProviderContract('tekton', createHarness);

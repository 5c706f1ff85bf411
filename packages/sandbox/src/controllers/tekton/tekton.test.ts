import { ClusterStore } from '../../kubernetes/ClusterStore';
import { at } from '../../kubernetes/json';
import type { JsonObject, KubeObject } from '../../kubernetes/types';
import { MemoryRepositories } from '../__testUtils__/MemoryRepositories';
import {
  contractsPresent,
  createValidator,
  problems,
  readContract,
} from '../__testUtils__/contracts';
import { PIPELINE_RUNS, TASK_RUNS, TEKTON_DEFINITIONS } from './definitions';
import { startTekton } from './startTekton';
import { runStatusOf, succeededOf } from './types';

const NAMESPACE = 'shop-ci';
const lena = { name: 'Lena', email: 'lena@acme.test', login: 'lena' };
const MINUTE = 60_000;
// Without the vendor's schemas there is nothing to hold the objects against.
const contracts = contractsPresent() ? describe : describe.skip;

describe('Tekton', () => {
  let store: ClusterStore;
  let repositories: MemoryRepositories;
  let tekton: { close(): void } | undefined;

  const push = (message: string, files: Record<string, string>, back = 0) =>
    repositories.commit('acme/shop', {
      branch: 'main',
      message,
      author: lena,
      files,
      at: new Date(Date.now() - back * MINUTE),
    });
  const runs = () =>
    store
      .list(PIPELINE_RUNS)
      .sort((a, b) =>
        (a.metadata.creationTimestamp ?? '').localeCompare(
          b.metadata.creationTimestamp ?? '',
        ),
      );
  const reasonOf = (run: KubeObject) => succeededOf(run)?.reason;
  const runOf = (sha: string) =>
    store
      .list(PIPELINE_RUNS)
      .find(run => JSON.stringify(run.spec).includes(sha));
  const until = async (holds: () => unknown) => {
    const end = Date.now() + 5_000;
    while (!holds()) {
      if (Date.now() > end) {
        throw new Error(JSON.stringify(runs().map(reasonOf)));
      }
      await new Promise(resolve => setTimeout(resolve, 5));
    }
  };

  beforeEach(async () => {
    store = new ClusterStore({ name: 'nonprod' });
    repositories = new MemoryRepositories();
    for (let index = 0; index < 24; index++) {
      await push(`Change ${index}`, { file: `${index}` }, (30 - index) * 60);
    }
    tekton = await startTekton({
      store,
      repositories,
      service: 'shop',
      repository: 'acme/shop',
      repositoryUrl: 'http://localhost:7110/acme/shop.git',
      namespace: NAMESPACE,
      pipeline: 'shop-verify',
      pace: 300,
    });
  });
  afterEach(() => tekton?.close());

  it('remembers the newest twenty runs, of all sorts', () => {
    expect(runs().map(reasonOf)).toEqual([
      'Completed',
      'Completed',
      'Completed',
      'Succeeded',
      'Failed',
      'Completed',
      'Completed',
      'Completed',
      'Succeeded',
      'Cancelled',
      'Completed',
      'Failed',
      'Completed',
      'Succeeded',
      'Completed',
      'Completed',
      'Completed',
      'Completed',
      'Failed',
      'Completed',
    ]);
    for (const run of runs()) {
      const { startTime = '', completionTime = '' } = runStatusOf(run);
      expect(startTime >= (run.metadata.creationTimestamp ?? '')).toBe(true);
      expect(completionTime > startTime || reasonOf(run) === 'Cancelled').toBe(
        true,
      );
    }
  });

  it('runs on each push to the main branch, task after task', async () => {
    const sha = await push('Greet', { HELLO: 'hello' });
    await until(() => reasonOf(runOf(sha)!) === 'Running');
    await until(() => reasonOf(runOf(sha)!) === 'Completed');
    const status = runStatusOf(runOf(sha)!);
    expect(
      status.childReferences?.map(({ pipelineTaskName }) => pipelineTaskName),
    ).toEqual(['clone', 'contract-tests', 'report']);
    expect(status.skippedTasks?.[0]).toMatchObject({
      name: 'load-test',
      whenExpressions: [{ input: 'false' }],
    });
    expect(status.results).toContainEqual({
      name: 'CHAINS-GIT_COMMIT',
      value: sha,
    });
    expect(runOf(sha)?.metadata.labels).toMatchObject({
      'backstage.io/kubernetes-id': 'shop',
    });
  });

  it('fails where a file is called FAIL, and reports all the same', async () => {
    const sha = await push('Break it', { FAIL: '' });
    await until(() => reasonOf(runOf(sha)!) === 'Failed');
    const { childReferences = [], skippedTasks } = runStatusOf(runOf(sha)!);
    expect(
      childReferences.map(({ name }) => {
        const task = store.get(TASK_RUNS, NAMESPACE, name);
        return [
          task?.metadata.labels?.['tekton.dev/pipelineTask'],
          reasonOf(task!),
        ];
      }),
    ).toEqual([
      ['clone', 'Succeeded'],
      ['contract-tests', 'Failed'],
      ['report', 'Succeeded'],
    ]);
    expect(skippedTasks).toEqual([
      { name: 'load-test', reason: 'PipelineRun was stopping' },
    ]);
  });

  it('does as it is asked: holds back, goes on, is cancelled', async () => {
    const sha = await repositories.resolve('acme/shop', 'main');
    const run = store.create(PIPELINE_RUNS, {
      apiVersion: 'tekton.dev/v1',
      kind: 'PipelineRun',
      metadata: { name: 'mine', namespace: NAMESPACE },
      spec: {
        status: 'PipelineRunPending',
        pipelineRef: { name: 'shop-verify' },
        params: [{ name: 'revision', value: sha }],
      },
    });
    const mine = () => store.get(PIPELINE_RUNS, NAMESPACE, 'mine')!;
    await until(() => reasonOf(mine()) === 'PipelineRunPending');
    store.update(PIPELINE_RUNS, {
      ...mine(),
      spec: { ...run.spec, status: '' },
    });
    await until(() => reasonOf(mine()) === 'Running');
    store.update(PIPELINE_RUNS, {
      ...mine(),
      spec: { ...run.spec, status: 'Cancelled' },
    });
    await until(() => reasonOf(mine()) === 'Cancelled');
    const [child] = runStatusOf(mine()).childReferences ?? [];
    expect(
      ['TaskRunCancelled', 'Succeeded'].includes(
        reasonOf(store.get(TASK_RUNS, NAMESPACE, child.name)!) ?? '',
      ),
    ).toBe(true);
  });

  contracts('its objects', () => {
    it('follow their CRDs', async () => {
      const sha = await push('Break it', { FAIL: '' });
      const seen: KubeObject[] = [];
      const stops = TEKTON_DEFINITIONS.map(definition =>
        store.subscribe(definition, ({ object }) => seen.push(object)),
      );
      await until(() => reasonOf(runOf(sha)!) === 'Failed');
      stops.forEach(stop => stop());
      for (const definition of TEKTON_DEFINITIONS) {
        const crd = readContract(`tekton/crds/${definition.singular}.yaml`);
        const versions = at(crd, ['spec', 'versions']) as JsonObject[];
        const v1 = versions.find(({ name }) => name === definition.version);
        const objects = [
          ...store.list(definition),
          ...seen.filter(({ kind }) => kind === definition.kind),
        ];
        expect(objects.length).toBeGreaterThan(0);
        for (const part of ['spec', 'status'] as const) {
          const schema = at(v1, [
            'schema',
            'openAPIV3Schema',
            'properties',
            part,
          ]);
          const validate = schema
            ? createValidator(`${definition.singular}-${part}`, {
                part: schema,
              })('part')
            : undefined;
          const wrong = objects.flatMap(object =>
            object[part] && validate ? problems(validate, object[part]) : [],
          );
          expect([definition.kind, part, wrong.slice(0, 3)]).toEqual([
            definition.kind,
            part,
            [],
          ]);
        }
      }
    }, 60_000);
  });
});

import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { WORKLOAD_KINDS } from '../workloads/kinds';
import { readKubernetesConfig } from './readKubernetesConfig';

const read = (kubernetes: JsonObject) =>
  readKubernetesConfig(new ConfigReader({ delivery: { kubernetes } }));

describe('readKubernetesConfig', () => {
  it('looks at all kinds unless told', async () => {
    expect(await readKubernetesConfig(new ConfigReader({}))).toEqual({
      clusters: [],
      kinds: WORKLOAD_KINDS,
      labels: [],
      deployments: 'plain',
      acts: expect.any(Function),
    });
  });

  it('reads what it is told', async () => {
    expect(
      await read({
        kinds: ['argoproj.io/Rollout', 'apps/Deployment'],
        labels: ['acme.com/service', 'cost-center'],
        deployments: 'all',
      }),
    ).toMatchObject({
      kinds: ['apps/Deployment', 'argoproj.io/Rollout'],
      labels: ['acme.com/service', 'cost-center'],
      deployments: 'all',
    });
  });

  it.each([
    [{ kinds: [] }, 'delivery.kubernetes.kinds'],
    [{ kinds: ['Deployment'] }, 'delivery.kubernetes.kinds[0]'],
    [{ labels: ['a b'] }, 'delivery.kubernetes.labels[0]'],
    [{ deployments: 'some' }, 'delivery.kubernetes.deployments'],
    [{ operations: ['nowhere'] }, 'delivery.kubernetes.operations[0]'],
    [{ namespaces: ['*'] }, 'delivery.kubernetes.namespaces[0]'],
  ])('refuses %j', async (config, path) => {
    await expect(read(config)).rejects.toThrow(`Invalid config at '${path}'`);
  });
});

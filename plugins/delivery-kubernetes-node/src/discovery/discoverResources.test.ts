import { KubernetesClient, TokenConnection } from '../client';
import { FakeKubernetes } from '../testing';
import { discoverResources } from './discoverResources';

describe('discoverResources', () => {
  let api: FakeKubernetes;

  afterEach(async () => {
    await api.close();
  });

  async function discover(wanted: Parameters<typeof discoverResources>[1]) {
    const client = new KubernetesClient(
      new TokenConnection({
        server: api.url,
        token: { get: async () => api.token },
      }),
    );
    const signal = new AbortController().signal;
    return discoverResources(client, wanted, signal);
  }

  it('takes the preferred version, or another that has the kind', async () => {
    api = await FakeKubernetes.start({
      resources: [
        { group: 'batch', version: 'v1', plural: 'jobs', kind: 'Job' },
        {
          group: 'batch',
          version: 'v1beta1',
          plural: 'cronjobs',
          kind: 'CronJob',
        },
        { group: 'batch', version: 'v1beta1', plural: 'jobs', kind: 'Job' },
      ],
    });
    expect(
      await discover([
        { group: 'batch', kind: 'CronJob' },
        { group: 'batch', kind: 'Job' },
        { group: 'argoproj.io', kind: 'Rollout' },
      ]),
    ).toEqual([
      expect.objectContaining({ kind: 'CronJob', version: 'v1beta1' }),
      expect.objectContaining({ kind: 'Job', version: 'v1', plural: 'jobs' }),
    ]);
  });

  it('says what is wrong where the URL is not that of an API server', async () => {
    api = await FakeKubernetes.start();
    await api.upstream.misbehave({ type: 'html' });
    await expect(
      discover([{ group: 'apps', kind: 'Deployment' }]),
    ).rejects.toThrow("is the URL the API's");
  });
});

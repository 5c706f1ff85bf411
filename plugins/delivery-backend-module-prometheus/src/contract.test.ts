import {
  describeProviderContract,
  type ProviderHarness,
} from '@throughline/plugin-delivery-node/testing';
import { FakePrometheus, sampleOf } from './fixtures/FakePrometheus';
import { instanceOf } from './fixtures/instanceOf';
import { PrometheusSource } from './source/PrometheusSource';

const TOKEN = 'reader-token-0123456789';

async function createHarness(): Promise<ProviderHarness> {
  const fake = await FakePrometheus.start();
  const samples = new Map<string, ReturnType<typeof sampleOf>>();
  const publish = () => fake.vectors.set('errors', [...samples.values()]);
  publish();

  return {
    createSource: () =>
      new PrometheusSource(
        instanceOf({
          url: fake.upstream.url,
          token: TOKEN,
          probes: [
            { name: 'errors', query: 'errors', healthy: { below: 0.05 } },
          ],
        }),
      ),
    interests: () => ({
      version: '1',
      repositories: [],
      images: [],
      pipelines: [],
    }),
    upstream: {
      async add(count) {
        const refs = Array.from({ length: count }, () => {
          const service = `service-${samples.size}`;
          const key = `${service}/production`;
          samples.set(key, sampleOf(service, 'production', '0.01'));
          return { kind: 'vitals' as const, key };
        });
        publish();
        return refs;
      },
      async update({ key }) {
        samples.get(key)!.value[1] = '0.5';
      },
      async remove({ key }) {
        samples.delete(key);
        publish();
      },
      async malform({ key }) {
        samples.get(key)!.value[1] = { not: 'a number' };
      },
      misbehave: fault => fake.upstream.misbehave(fault),
      recover: () => fake.upstream.recover(),
      secrets: [TOKEN],
      pageSize: 20,
    },
    close: () => fake.upstream.close(),
  };
}

describeProviderContract('Prometheus', createHarness, {
  lacks: { paging: 'a query has one answer, however much it is' },
});

import {
  describeProviderContract,
  type ProviderHarness,
} from '@throughline/plugin-delivery-node/testing';
import { FakeRegistry, PASSWORD, USER } from './fixtures/FakeRegistry';
import { plainHttp } from './fixtures/plainHttp';
import { RegistrySource } from './source/RegistrySource';

const NAME = 'shop/checkout';

async function createHarness(): Promise<ProviderHarness> {
  const registry = await FakeRegistry.start();
  const { host } = registry;
  const repository = `${host}/${NAME}`;
  registry.repository(NAME);
  let added = 0;

  const tagOf = (key: string) => {
    const digest = key.slice(repository.length + 1);
    const tags = [...registry.repository(NAME).tags];
    return tags.flatMap(([tag, of]) => (of === digest ? [tag] : []));
  };

  return {
    createSource: () =>
      new RegistrySource({
        name: 'fake',
        host,
        url: registry.upstream.url,
        credentials: {
          type: 'basic',
          username: USER,
          password: { get: async () => PASSWORD },
        },
        http: plainHttp(),
        pollMs: 1_000,
        verifyMs: 60_000,
        newestTags: 500,
      }),
    interests: () => ({
      version: '1',
      repositories: [],
      images: [{ repository, references: [] }],
      pipelines: [],
    }),
    // An unchanged repository is not told again.
    isComplete: () => true,
    upstream: {
      async add(count) {
        return Array.from({ length: count }, () => {
          added += 1;
          const digest = registry.push(NAME, [`1.0.${added}`]);
          return { kind: 'artifact' as const, key: `${repository}@${digest}` };
        });
      },
      async update({ key }) {
        const digest = key.slice(repository.length + 1);
        registry.repository(NAME).tags.set(`2.0.${added}`, digest);
      },
      async remove({ key }) {
        tagOf(key).forEach(tag => registry.repository(NAME).tags.delete(tag));
        registry
          .repository(NAME)
          .manifests.delete(key.slice(repository.length + 1));
      },
      async malform({ key }) {
        const digest = key.slice(repository.length + 1);
        const stored = registry.repository(NAME).manifests.get(digest)!;
        stored.body = stored.body.replace('"layers"', '"lawyers"');
      },
      misbehave: fault => registry.upstream.misbehave(fault),
      recover: () => registry.upstream.recover(),
      secrets: [
        PASSWORD,
        Buffer.from(`${USER}:${PASSWORD}`).toString('base64'),
      ],
      pageSize: registry.tagsPerPage,
    },
    close: () => registry.upstream.close(),
  };
}

describeProviderContract('an OCI registry', createHarness);

import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  deliveryProvidersExtensionPoint,
  type DeliveryProvider,
} from '@throughline/plugin-delivery-node';
import module from '.';

describe('the module', () => {
  const start = async (data: object) => {
    const added: DeliveryProvider[] = [];
    const plugin = createBackendPlugin({
      pluginId: 'delivery',
      register(env) {
        env.registerExtensionPoint(deliveryProvidersExtensionPoint, {
          addProvider: provider => void added.push(provider),
        });
        env.registerInit({ deps: {}, async init() {} });
      },
    });
    const backend = await startTestBackend({
      features: [plugin, module, mockServices.rootConfig.factory({ data })],
    });
    await backend.stop();
    return added;
  };

  it('adds a source for each server, which measures', async () => {
    const instances = [
      { name: 'nonprod', url: 'https://nonprod.example.test' },
      { name: 'prod', url: 'https://prod.example.test/prometheus/' },
    ];
    const [provider] = await start({ delivery: { prometheus: { instances } } });
    expect(provider.sources.map(({ id }) => id)).toEqual([
      'prometheus:nonprod',
      'prometheus:prod',
    ]);
    expect(provider.sources[0].measure).toBeDefined();
    expect(provider.webhook).toBeUndefined();
  });

  it('adds nothing where nothing is configured', async () => {
    expect(await start({})).toEqual([]);
  });
});

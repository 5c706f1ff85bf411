import { createHmac } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  deliveryProvidersExtensionPoint,
  matchesAnySecret,
  type DeliveryProvider,
  type DeliverySource,
  type ObserveContext,
} from '@throughline/plugin-delivery-node';
import request from 'supertest';
import deliveryPlugin from '../index';
import { eventually } from '../__testUtils__/eventually';
import { fakeProvider } from './FakeProvider';

const PATH = '/api/delivery/webhooks/forge';
const EVENTS = 1000;
const REPOSITORIES = 20;
/** Hints that come together are answered by one pass, which waits for so long. */
const SETTLE_MS = 100;

const secrets = ['old', 'new'].map(value => ({ get: async () => value }));

const sign = (body: string, secret: string) =>
  createHmac('sha256', secret).update(body).digest('hex');

/** Signs over the raw bytes, and names a delivery, as most systems do. */
const webhook: DeliveryProvider['webhook'] = async ({ headers, body }) =>
  (await matchesAnySecret(
    headers['x-signature'] ?? '',
    secret => createHmac('sha256', secret).update(body).digest('hex'),
    secrets,
  ))
    ? {
        type: 'hints',
        deliveryId: headers['x-delivery'],
        hints: [{ sourceId: 'forge:one', hint: JSON.parse(String(body)) }],
      }
    : { type: 'rejected', reason: 'it is signed by no secret of ours' };

/** The repositories that each pass for hints was told to look at; passes for other reasons say nothing about webhooks. */
function polledForge() {
  const passes: string[][] = [];
  const started = jest.fn();
  const source: DeliverySource = {
    id: 'forge:one',
    system: 'forge',
    title: 'Forge',
    strategy: 'poll',
    pollMs: 3_600_000,
    maxSilenceMs: 60_000,
    observes: [],
    async *observe({ reason, hints }: ObserveContext) {
      if (reason === 'hint') {
        passes.push(hints.map(each => each.subject));
      } else {
        started();
      }
      yield { type: 'alive' };
    },
  };
  return { source, passes, started };
}

async function start() {
  const { source, passes, started } = polledForge();
  const auditor = mockServices.auditor.mock();
  const event = { success: jest.fn(), fail: jest.fn() };
  auditor.createEvent.mockResolvedValue(event);
  const backend = await startTestBackend({
    features: [
      deliveryPlugin,
      auditor.factory,
      mockServices.rootConfig.factory({ data: { delivery: {} } }),
      catalogServiceMock.factory({ entities: [] }),
      createBackendModule({
        pluginId: 'delivery',
        moduleId: 'fake',
        register(env) {
          env.registerInit({
            deps: { providers: deliveryProvidersExtensionPoint },
            async init({ providers }) {
              providers.addProvider(fakeProvider([source], { webhook }));
            },
          });
        },
      }),
    ],
  });
  await eventually(() => expect(started).toHaveBeenCalled());
  return { backend, passes, auditor, event };
}

/** Sends it all on connections that stay open, as a forge does; answers with the statuses. */
async function burst(
  port: number,
  deliveries: readonly { id: string; body: string; secret: string }[],
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 25 });
  const send = (delivery: (typeof deliveries)[number]) =>
    new Promise<number>((resolve, reject) => {
      const { id, body, secret } = delivery;
      httpRequest(
        {
          agent,
          port,
          path: PATH,
          method: 'POST',
          headers: {
            'content-length': Buffer.byteLength(body),
            'x-delivery': id,
            'x-signature': sign(body, secret),
          },
        },
        answer => {
          answer.resume();
          answer.on('end', () => resolve(answer.statusCode ?? 0));
        },
      )
        .on('error', reject)
        .end(body);
    });
  try {
    return await Promise.all(deliveries.map(send));
  } finally {
    agent.destroy();
  }
}

describe('webhooks', () => {
  const deliveries = Array.from({ length: EVENTS }, (_, index) => ({
    id: `delivery-${index}`,
    body: JSON.stringify({ subject: `acme/service-${index % REPOSITORIES}` }),
    secret: index % 2 ? 'old' : 'new',
  }));

  it('in a burst of a thousand are answered by a few passes, and by none when they are played again', async () => {
    const { backend, passes } = await start();
    try {
      const port = backend.server.port();
      const begun = performance.now();
      const answers = await burst(port, deliveries);
      const looked = () => new Set(passes.flat());
      await eventually(() => expect(looked().size).toBe(REPOSITORIES));
      const took = performance.now() - begun;
      expect(new Set(answers)).toEqual(new Set([202]));
      expect(passes.length).toBeLessThanOrEqual(1 + took / SETTLE_MS);
      for (const pass of passes) {
        expect(new Set(pass).size).toBe(pass.length);
      }

      await new Promise(resolve => setTimeout(resolve, 3 * SETTLE_MS));
      const before = passes.length;
      expect(new Set(await burst(port, deliveries))).toEqual(new Set([202]));
      await new Promise(resolve => setTimeout(resolve, 3 * SETTLE_MS));
      expect(passes).toHaveLength(before);
    } finally {
      await backend.stop();
    }
  });

  it('that are forged are refused, and leave a line in the audit log', async () => {
    const { backend, passes, auditor, event } = await start();
    try {
      const [{ id, body }] = deliveries;
      const answer = await request(backend.server)
        .post(PATH)
        .set('x-delivery', id)
        .set('x-signature', sign(`${body} `, 'new'))
        .send(body);
      expect(answer.status).toBe(401);
      expect(auditor.createEvent).toHaveBeenCalledWith(
        expect.objectContaining({
          eventId: 'webhook-receive',
          meta: expect.objectContaining({ system: 'forge' }),
        }),
      );
      expect(event.fail).toHaveBeenCalledWith({
        error: expect.objectContaining({
          message: 'it is signed by no secret of ours',
        }),
      });
      expect(passes).toHaveLength(0);
    } finally {
      await backend.stop();
    }
  });
});

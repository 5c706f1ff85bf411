import { createHmac } from 'node:crypto';
import type { DeliverySource } from '@throughline/plugin-delivery-node';
import fc from 'fast-check';
import { createWebhook } from './createWebhook';

const NOW = Date.parse('2026-11-01T08:00:00Z');
const sources = ['prod-eu', 'prod-us'].map(
  title => ({ id: `flux:${title}`, title } as DeliverySource),
);
const secretOf = (value: string) => ({ get: async () => value });
const sign = (body: Buffer, secret: string) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

const event = (parts: Record<string, unknown> = {}) =>
  Buffer.from(
    JSON.stringify({
      involvedObject: {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        name: 'webapp',
        namespace: 'apps',
      },
      severity: 'error',
      reason: 'ValidationFailed',
      timestamp: '2026-11-01T07:58:00Z',
      metadata: { 'kustomize.toolkit.fluxcd.io/revision': 'main@sha1:1' },
      ...parts,
    }),
  );

const call = (
  body: Buffer,
  headers: Record<string, string | undefined> = {
    'x-signature': sign(body, 'new-secret'),
  },
) =>
  createWebhook(
    sources,
    [
      {
        get: async () => {
          throw new Error('the file is gone');
        },
      },
      secretOf('old-secret'),
      secretOf('new-secret'),
    ],
    () => NOW,
  )({ body, headers });

describe('the webhook', () => {
  it('hints at every cluster where the event names none', async () => {
    expect(await call(event())).toEqual({
      type: 'hints',
      deliveryId: expect.stringMatching(/^[0-9a-f]{64}$/),
      hints: ['prod-eu', 'prod-us'].map(name => ({
        sourceId: `flux:${name}`,
        hint: { subject: 'Kustomization/apps/webapp' },
      })),
    });
  });

  it('hints at the cluster that the alert’s metadata names', async () => {
    expect(
      await call(event({ metadata: { cluster: 'prod-us' } })),
    ).toMatchObject({ hints: [{ sourceId: 'flux:prod-us' }] });
  });

  it('takes any of the secrets, and the same bytes once', async () => {
    const body = event();
    const one = await call(body, { 'x-signature': sign(body, 'old-secret') });
    expect(one).toMatchObject({ type: 'hints' });
    expect(await call(body)).toEqual(one);
  });

  it.each<[string, (body: Buffer) => Record<string, string | undefined>]>([
    ['no signature', () => ({})],
    ['another secret', body => ({ 'x-signature': sign(body, 'guessed') })],
    [
      'other bytes',
      () => ({ 'x-signature': sign(event({ a: 1 }), 'new-secret') }),
    ],
    [
      'another algorithm',
      body => ({
        'x-signature': `sha1=${createHmac('sha1', 'new-secret')
          .update(body)
          .digest('hex')}`,
      }),
    ],
    ['something else', () => ({ 'x-signature': 'sha256=é' })],
  ])('refuses %s', async (_, headers) => {
    const body = event();
    expect(await call(body, headers(body))).toMatchObject({ type: 'rejected' });
  });

  it.each(['2026-11-01T07:54:00Z', '2026-11-01T08:06:00Z'])(
    'refuses an event of %s',
    async timestamp => {
      expect(await call(event({ timestamp }))).toMatchObject({
        type: 'rejected',
        reason: expect.stringContaining('five minutes'),
      });
    },
  );

  it('ignores what is no event, and never throws', async () => {
    expect(await call(event({ timestamp: 'now' }))).toMatchObject({
      type: 'ignored',
    });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async bytes => {
        expect(await call(Buffer.from(bytes))).toMatchObject({
          type: 'ignored',
        });
      }),
    );
  });
});

import type { RegistryConfig } from '../config/readOciConfig';
import { createWebhook } from './createWebhook';

const registries = [
  { name: 'own', host: 'registry.example.com' },
  { name: 'other', host: 'other.example.com' },
] as RegistryConfig[];

const TYPE = 'application/vnd.docker.distribution.events.v1+json';

const event = (target: object, action = 'push') => ({
  action,
  target: { repository: 'shop/checkout', ...target },
  request: { host: 'registry.example.com' },
});

const MANIFEST = { mediaType: 'application/vnd.oci.image.manifest.v1+json' };

describe('the webhook', () => {
  const webhook = createWebhook(registries, [
    { get: async () => 'old-secret' },
    { get: async () => 'new-secret' },
  ]);
  const call = (events: unknown[], headers: Record<string, string> = {}) =>
    webhook({
      headers: {
        'content-type': TYPE,
        authorization: 'Bearer new-secret',
        ...headers,
      },
      body: Buffer.from(JSON.stringify({ events })),
    });

  it('hints at an image that was pushed', async () => {
    expect(await call([event(MANIFEST), event(MANIFEST), 'junk'])).toEqual({
      type: 'hints',
      hints: [
        {
          sourceId: 'oci:own',
          hint: { subject: 'registry.example.com/shop/checkout' },
        },
      ],
    });
  });

  it('ignores pushes of blobs, and pulls', async () => {
    expect(
      await call([
        event({ mediaType: 'application/octet-stream' }),
        event(MANIFEST, 'pull'),
      ]),
    ).toMatchObject({ type: 'ignored' });
  });

  it.each([undefined, '', 'Bearer', 'Bearer wrong', 'Basic new-secret'])(
    'refuses %p',
    async authorization => {
      expect(
        await call([event(MANIFEST)], { authorization: authorization ?? '' }),
      ).toMatchObject({ type: 'rejected' });
    },
  );

  it('leaves other calls to others, and takes any body', async () => {
    expect(await call([], { 'content-type': 'application/json' })).toEqual({
      type: 'unsupported',
    });
    expect(
      await webhook({
        headers: { 'content-type': TYPE, authorization: 'Bearer old-secret' },
        body: Buffer.from([0xff, 0x00]),
      }),
    ).toMatchObject({ type: 'ignored' });
  });
});

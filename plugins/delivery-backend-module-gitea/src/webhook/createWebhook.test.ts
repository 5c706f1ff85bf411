import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import type { HostConfig } from '../config/HostConfig';
import { createWebhook } from './createWebhook';
import { EVENTS, interpretEvent } from './interpretEvent';

const host = (name: string, ...secrets: string[]) =>
  ({
    host: name,
    sourceId: `gitea:${name}`,
    webhookSecrets: secrets.map(value => ({ get: async () => value })),
  } as unknown as HostConfig);

const hosts = [
  host('git.example.test', 'old-secret', 'new-secret'),
  host('code.example.test', 'other-secret'),
];
const receive = createWebhook(hosts);
const BODY = Buffer.from(
  JSON.stringify({
    repository: { html_url: 'https://git.example.test/Acme/Shop' },
  }),
);
const sign = (body: Buffer, secret = 'new-secret') =>
  createHmac('sha256', secret).update(body).digest('hex');

describe('a delivery', () => {
  const call = (headers: Record<string, string>, body = BODY) =>
    receive({
      headers: {
        'x-gitea-event': 'push',
        'x-github-event': 'push',
        'x-gitea-delivery': 'd-1',
        ...headers,
      },
      body,
    });

  it.each(['old-secret', 'new-secret'])(
    'signed with %s is taken',
    async key => {
      await expect(
        call({ 'x-gitea-signature': sign(BODY, key) }),
      ).resolves.toEqual({
        type: 'hints',
        deliveryId: 'd-1',
        hints: [
          {
            sourceId: 'gitea:git.example.test',
            hint: { subject: 'git.example.test/acme/shop' },
          },
        ],
      });
    },
  );

  it('of Forgejo’s own headers is taken', async () => {
    await expect(
      receive({
        headers: {
          'x-forgejo-event': 'push',
          'x-forgejo-signature': sign(BODY),
          'x-forgejo-delivery': 'd-2',
        },
        body: BODY,
      }),
    ).resolves.toMatchObject({ type: 'hints', deliveryId: 'd-2' });
  });

  it('in a form is signed over its JSON', async () => {
    const form = Buffer.from(
      new URLSearchParams({ payload: BODY.toString() }).toString(),
    );
    await expect(
      call(
        {
          'content-type': 'application/x-www-form-urlencoded',
          'x-gitea-signature': sign(BODY),
        },
        form,
      ),
    ).resolves.toMatchObject({ type: 'hints' });
  });

  it.each([
    ['nothing', {}],
    ['an empty signature', { 'x-gitea-signature': '' }],
    ['a wrong secret', { 'x-gitea-signature': sign(BODY, 'nonsense') }],
    ['another body’s', { 'x-gitea-signature': sign(Buffer.from('{}')) }],
    ['the secret itself', { 'x-gitea-signature': 'new-secret' }],
    [
      'a signature for another system',
      { 'x-hub-signature-256': `sha256=${sign(BODY)}` },
    ],
  ])('signed with %s is refused', async (_, headers) => {
    await expect(call(headers)).resolves.toMatchObject({ type: 'rejected' });
  });

  it('with a byte changed is refused', async () => {
    const signature = sign(BODY);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(BODY.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, by) => {
          const changed = Buffer.from(BODY);
          changed[at] = (changed[at] + by) % 256;
          const verdict = await call(
            { 'x-gitea-signature': signature },
            changed,
          );
          expect(verdict.type).toBe('rejected');
        },
      ),
    );
  });

  it('of one host’s secret speaks for no other host', async () => {
    await expect(
      call({ 'x-gitea-signature': sign(BODY, 'other-secret') }),
    ).resolves.toMatchObject({ type: 'ignored' });
  });

  it('of another system, which sends its own header only, is left to it', async () => {
    await expect(
      receive({ headers: { 'x-github-event': 'push' }, body: BODY }),
    ).resolves.toEqual({ type: 'unsupported' });
  });

  it('that is no JSON is ignored', async () => {
    const body = Buffer.from('{');
    await expect(
      call({ 'x-gitea-signature': sign(body) }, body),
    ).resolves.toMatchObject({ type: 'ignored' });
  });
});

describe('an event', () => {
  const payload = JSON.parse(BODY.toString());

  it.each([...EVENTS, 'pull_request_sync'])('%s is a hint', event => {
    expect(interpretEvent(event, payload, hosts).type).toBe('hints');
  });

  it.each(['issues', 'constructor', ''])('%p is ignored', event => {
    expect(interpretEvent(event, payload, hosts).type).toBe('ignored');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), any => {
        expect(interpretEvent('push', any, hosts).type).toBe('ignored');
      }),
    );
  });
});

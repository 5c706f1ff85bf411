import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import type { Secret } from '@throughline/plugin-delivery-node';
import type { HostConfig } from '../config/HostConfig';
import { createWebhook } from './createWebhook';
import { EVENTS, interpretEvent } from './interpretEvent';

const secret = (value: string): Secret => ({ get: async () => value });
const host = (name: string, ...secrets: Secret[]) =>
  ({
    host: name,
    sourceId: `gitlab:${name}`,
    webhookSecrets: secrets,
  } as unknown as HostConfig);

const TOKEN = 'old-token-0123456789';
const KEY = Buffer.from('a signing key of 32 bytes, or so');
const SIGNING = `whsec_${KEY.toString('base64')}`;
const hosts = [
  host('gitlab.com', secret(TOKEN), secret('new-token'), secret(SIGNING)),
  host('gitlab.example.test', secret('other-token')),
];
const receive = createWebhook(hosts);

const push = (url = 'https://gitlab.com/Acme/Platform/Shop') =>
  Buffer.from(
    JSON.stringify({ object_kind: 'push', project: { id: 7, web_url: url } }),
  );

const call = (headers: Record<string, string>, body = push()) =>
  receive({ headers: { 'x-gitlab-event': 'Push Hook', ...headers }, body });

/** As the sender makes it, written down apart from what checks it. */
function signed(body: Buffer, at = Date.now(), id = 'msg_1') {
  const timestamp = String(Math.floor(at / 1000));
  const digest = createHmac('sha256', KEY)
    .update(Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]))
    .digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${digest}`,
  };
}

describe('a delivery', () => {
  it('with a token names the project, by path and by number', async () => {
    await expect(
      call({ 'x-gitlab-token': TOKEN, 'x-gitlab-event-uuid': 'u-1' }),
    ).resolves.toEqual({
      type: 'hints',
      deliveryId: 'u-1',
      hints: ['gitlab.com/acme/platform/shop', 'gitlab.com/7'].map(subject => ({
        sourceId: 'gitlab:gitlab.com',
        hint: { subject },
      })),
    });
  });

  it('may show any of the secrets', async () => {
    await expect(
      call({ 'x-gitlab-token': 'new-token' }),
    ).resolves.toMatchObject({ type: 'hints' });
  });

  it('with a signature over its raw bytes is taken, and its id is the signed one', async () => {
    await expect(
      call({ ...signed(push()), 'x-gitlab-event-uuid': 'u-1' }),
    ).resolves.toMatchObject({ type: 'hints', deliveryId: 'msg_1' });
  });

  it('may carry several signatures while a key rotates', async () => {
    const { 'webhook-signature': good, ...rest } = signed(push());
    await expect(
      call({ ...rest, 'webhook-signature': `v1,${'A'.repeat(43)}= ${good}` }),
    ).resolves.toMatchObject({ type: 'hints' });
  });

  it.each([
    ['nothing', {}],
    ['a wrong token', { 'x-gitlab-token': 'nonsense' }],
    ['an empty token', { 'x-gitlab-token': '' }],
    ['the signature of another body', signed(Buffer.from('{}'))],
    ['no timestamp', { ...signed(push()), 'webhook-timestamp': '' }],
    ['another id', { ...signed(push()), 'webhook-id': 'msg_2' }],
    ['an old timestamp', signed(push(), Date.now() - 301_000)],
    ['a timestamp ahead', signed(push(), Date.now() + 360_000)],
    [
      'a good token and an old timestamp',
      { 'x-gitlab-token': TOKEN, 'webhook-timestamp': '1700000000' },
    ],
  ])('with %s is refused', async (_, headers) => {
    await expect(call(headers)).resolves.toMatchObject({ type: 'rejected' });
  });

  it('of one host’s secret speaks for no other host', async () => {
    await expect(
      call({ 'x-gitlab-token': 'other-token' }),
    ).resolves.toMatchObject({ type: 'ignored' });
    await expect(
      call(
        { 'x-gitlab-token': 'other-token' },
        push('https://gitlab.example.test/a/b'),
      ),
    ).resolves.toMatchObject({
      hints: [
        { sourceId: 'gitlab:gitlab.example.test' },
        { sourceId: 'gitlab:gitlab.example.test' },
      ],
    });
  });

  it('of another system is left to others', async () => {
    await expect(receive({ headers: {}, body: push() })).resolves.toEqual({
      type: 'unsupported',
    });
  });

  it('that is no JSON is ignored', async () => {
    await expect(
      call({ 'x-gitlab-token': TOKEN }, Buffer.from('{')),
    ).resolves.toMatchObject({ type: 'ignored' });
  });

  it('with a byte changed is refused, whichever it is', async () => {
    const body = push();
    const headers = signed(body);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(body.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, by) => {
          const changed = Buffer.from(body);
          changed[at] = (changed[at] + by) % 256;
          expect((await call(headers, changed)).type).toBe('rejected');
        },
      ),
    );
  });
});

describe('an event', () => {
  const url = 'https://gitlab.com/acme/shop';

  it.each(EVENTS)('of kind %s is a hint', kind => {
    expect(
      interpretEvent({ object_kind: kind, project: { web_url: url } }, hosts),
    ).toMatchObject({
      type: 'hints',
      hints: [{ hint: { subject: 'gitlab.com/acme/shop' } }],
    });
  });

  it('of a job names its project by the repository, where that is all', () => {
    expect(
      interpretEvent(
        {
          object_kind: 'build',
          project_id: 7,
          repository: { homepage: url },
        },
        hosts,
      ),
    ).toMatchObject({ type: 'hints' });
  });

  it('of a whole host names a project that was moved by its new path', () => {
    expect(
      interpretEvent(
        {
          event_name: 'project_transfer',
          path_with_namespace: 'new/shop',
          project_id: 7,
        },
        hosts,
        'https://gitlab.com/',
      ),
    ).toMatchObject({
      hints: [
        { hint: { subject: 'gitlab.com/new/shop' } },
        { hint: { subject: 'gitlab.com/7' } },
      ],
    });
  });

  it.each([
    [{ object_kind: 'note', project: { web_url: url } }],
    [{ event_name: 'user_create' }],
    [{ object_kind: 'push', project: { web_url: 'https://else.test/a/b' } }],
    [{ object_kind: 'push' }],
    [{ object_kind: 'constructor' }],
    [null],
    ['text'],
  ])('%j is of no interest', payload => {
    expect(interpretEvent(payload, hosts).type).toBe('ignored');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.option(fc.string()),
        (payload, instance) => {
          expect(
            interpretEvent(payload, hosts, instance ?? undefined).type,
          ).toMatch(/ignored|hints/);
        },
      ),
    );
  });
});

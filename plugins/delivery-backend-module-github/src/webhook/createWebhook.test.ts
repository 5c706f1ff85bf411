import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { HostConfig } from '../config/readHosts';
import { createWebhook } from './createWebhook';
import { interpretEvent } from './interpretEvent';

const hosts = [
  { host: 'github.com', sourceId: 'github:github.com' },
  { host: 'ghe.example.com', sourceId: 'github:ghe.example.com' },
] as HostConfig[];

const payload = (url = 'https://github.com/Acme/Shop') => ({
  repository: { html_url: url },
});

const sign = (body: Buffer, secret: string) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

describe('the webhook', () => {
  const create = () =>
    createWebhook(hosts, [
      { get: async () => 'old-secret' },
      { get: async () => 'new-secret' },
      {
        get: async () => {
          throw new Error('the file is gone');
        },
      },
    ]);

  const call = (
    options: {
      event?: string;
      body?: Buffer;
      secret?: string;
      headers?: Record<string, string | undefined>;
    },
    webhook = create(),
  ) => {
    const body = options.body ?? Buffer.from(JSON.stringify(payload()));
    return webhook({
      body,
      headers: {
        'x-github-event': options.event ?? 'push',
        'x-hub-signature-256': sign(body, options.secret ?? 'new-secret'),
        'content-type': 'application/json',
        ...options.headers,
      },
    });
  };

  it('hints at the repository, with any of the secrets', async () => {
    const expected = {
      type: 'hints',
      deliveryId: 'one',
      hints: [
        {
          sourceId: 'github:github.com',
          hint: { subject: 'github.com/acme/shop' },
        },
      ],
    };
    const headers = { 'x-github-delivery': 'one' };
    expect(await call({ headers })).toEqual(expected);
    expect(await call({ headers, secret: 'old-secret' })).toEqual(expected);
  });

  it('refuses what is not signed, or by another secret, or over other bytes', async () => {
    expect(
      await call({ headers: { 'x-hub-signature-256': undefined } }),
    ).toMatchObject({ type: 'rejected' });
    expect(await call({ secret: 'guessed' })).toMatchObject({
      type: 'rejected',
    });
    const body = Buffer.from(JSON.stringify(payload()));
    expect(
      await call({
        body: Buffer.concat([body, Buffer.from(' ')]),
        headers: { 'x-hub-signature-256': sign(body, 'new-secret') },
      }),
    ).toMatchObject({ type: 'rejected' });
    expect(
      await call({ headers: { 'x-hub-signature-256': 'sha256=é' } }),
    ).toMatchObject({ type: 'rejected' });
  });

  it('takes a delivery once, and one that was refused not as taken', async () => {
    const webhook = create();
    const headers = { 'x-github-delivery': 'one' };
    expect(await call({ headers, secret: 'wrong' }, webhook)).toMatchObject({
      type: 'rejected',
    });
    expect(await call({ headers }, webhook)).toMatchObject({ type: 'hints' });
    expect(await call({ headers }, webhook)).toMatchObject({ type: 'ignored' });
  });

  it('reads a form as well', async () => {
    const body = Buffer.from(
      new URLSearchParams({ payload: JSON.stringify(payload()) }).toString(),
    );
    expect(
      await call({
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
    ).toMatchObject({ type: 'hints' });
  });

  it('leaves to others what is not of GitHub', async () => {
    expect(await call({ headers: { 'x-gitea-event': 'push' } })).toEqual({
      type: 'unsupported',
    });
    expect(await call({ headers: { 'x-github-event': undefined } })).toEqual({
      type: 'unsupported',
    });
  });

  it.each(['merge_group', 'release', 'check_suite', 'status'])(
    'takes a %s as a hint to look at its repository',
    async event => {
      expect(await call({ event })).toMatchObject({
        type: 'hints',
        hints: [{ hint: { subject: expect.stringContaining('/') } }],
      });
    },
  );

  it('ignores what it can make nothing of', async () => {
    expect(await call({ event: 'ping' })).toMatchObject({ type: 'ignored' });
    expect(await call({ event: 'star' })).toMatchObject({ type: 'ignored' });
    expect(
      await call({
        body: Buffer.from(
          JSON.stringify(payload('https://elsewhere.example.com/a/b')),
        ),
      }),
    ).toMatchObject({ type: 'ignored' });
    expect(await call({ body: Buffer.from('no json') })).toMatchObject({
      type: 'ignored',
    });
  });

  it('never throws', async () => {
    const webhook = create();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), fc.string(), async (bytes, event) => {
        const body = Buffer.from(bytes);
        expect(
          (
            await webhook({
              body,
              headers: {
                'x-github-event': event || 'push',
                'x-hub-signature-256': sign(body, 'new-secret'),
              },
            })
          ).type,
        ).toMatch(/ignored|hints/);
      }),
    );
    fc.assert(
      fc.property(fc.anything(), value => {
        expect(interpretEvent('push', value, hosts).type).toBe('ignored');
      }),
    );
  });
});

const examples = path.resolve(
  __dirname,
  '../../../../../shared/contracts/github/webhooks',
);
const present = existsSync(examples);
const suite = present ? describe : describe.skip;
const name = present
  ? 'published examples of webhooks'
  : 'published examples of webhooks (skipped: they are not beside this checkout)';

suite(name, () => {
  const hinting = [
    'deployment',
    'deployment_status',
    'pull_request',
    'push',
    'status',
    'check_suite',
    'workflow_job',
    'workflow_run',
  ];
  const files = present ? readdirSync(examples) : ['none'];

  it.each(files)('%s', file => {
    const body = JSON.parse(readFileSync(path.join(examples, file), 'utf8'));
    const event = file.replace(/\.json$/, '').split('-')[0];
    const verdict = interpretEvent(event, body, hosts);
    expect(verdict.type).toBe(hinting.includes(event) ? 'hints' : 'ignored');
  });
});

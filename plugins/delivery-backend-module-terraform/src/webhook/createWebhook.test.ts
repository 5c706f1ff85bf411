import { createHmac } from 'node:crypto';
import { configOf } from '../fixtures/configOf';
import { areContractsPresent, example, named } from '../__testUtils__/samples';
import { createWebhook } from './createWebhook';

const { organizations, webhookSecrets } = configOf({
  organizations: [
    { name: 'main', organization: 'acme-org', token: 't' },
    { name: 'other', organization: 'other', token: 't' },
  ],
  webhook: { secret: 'new-secret', secrets: [{ secret: 'old-secret' }] },
});
const webhook = createWebhook(organizations, webhookSecrets);

const call = (payload: unknown, secret = 'new-secret') => {
  const body = Buffer.from(
    typeof payload === 'string' ? payload : JSON.stringify(payload),
  );
  return webhook({
    headers: {
      'x-tfe-notification-signature': createHmac('sha512', secret)
        .update(body)
        .digest('hex'),
    },
    body,
  });
};

const runErrored = {
  payload_version: 1,
  notification_configuration_id: 'nc-1',
  run_id: 'run-1',
  workspace_id: 'ws-1',
  organization_name: 'acme-org',
  notifications: [
    {
      trigger: 'run:errored',
      run_status: 'canceled',
      run_updated_at: '2019-01-25T18:37:04.000Z',
    },
  ],
};

describe('the webhook', () => {
  it.each(['new-secret', 'old-secret'])(
    'takes the signature of %s',
    async secret => {
      expect(await call(runErrored, secret)).toEqual({
        type: 'hints',
        deliveryId: 'nc-1:run-1:run:errored:2019-01-25T18:37:04.000Z',
        hints: [{ sourceId: 'terraform:main', hint: { subject: 'ws-1' } }],
      });
    },
  );

  it('takes the raw bytes', async () => {
    const spaced = JSON.stringify(runErrored, null, 4);
    expect(await call(spaced)).toMatchObject({ type: 'hints' });
  });

  it.each([undefined, '', 'abc', 'f'.repeat(128)])(
    'refuses the signature %p',
    async signature => {
      expect(
        await webhook({
          headers: { 'x-tfe-notification-signature': signature },
          body: Buffer.from(JSON.stringify(runErrored)),
        }),
      ).toMatchObject({ type: 'rejected' });
    },
  );

  it('refuses what was signed with another secret or another way', async () => {
    expect(await call(runErrored, 'wrong')).toMatchObject({ type: 'rejected' });
    const body = Buffer.from(JSON.stringify(runErrored));
    expect(
      await webhook({
        headers: {
          'x-tfe-notification-signature': createHmac('sha256', 'new-secret')
            .update(body)
            .digest('hex'),
        },
        body,
      }),
    ).toMatchObject({ type: 'rejected' });
  });

  it.each([
    [
      'of an organization that is not observed',
      { ...runErrored, organization_name: 'x' },
    ],
    ['in a form of tomorrow', { ...runErrored, payload_version: 9 }],
    ['of nothing', {}],
    ['that is no JSON', '\u0000'],
  ])('ignores what is %s', async (_, payload) => {
    expect(await call(payload)).toMatchObject({ type: 'ignored' });
  });
});

(areContractsPresent ? describe : describe.skip)(
  named('notifications that the vendor documents'),
  () => {
    it.each([
      [
        'run-errored',
        {
          type: 'hints',
          hints: [{ hint: { subject: 'ws-XdeUVMWShTesDMME' } }],
        },
      ],
      [
        'assessment-drifted',
        { type: 'hints', deliveryId: expect.stringContaining('asmtres-vRVQ') },
      ],
      ['verification', { type: 'ignored' }],
    ])('%s', async (file, verdict) => {
      expect(await call(example(`hcp-notification-${file}`))).toMatchObject(
        verdict,
      );
    });
  },
);

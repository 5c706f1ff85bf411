import { createWebhook } from './createWebhook';

const SECRETS = ['first-secret', 'second-secret'].map(secret => ({
  get: async () => secret,
}));
const webhook = createWebhook(
  [
    { name: 'own', host: 'git.example.com' },
    { name: 'other', host: 'git.example.com:8443' },
  ],
  SECRETS,
);
const call = (body: string | Buffer, authorization?: string) =>
  webhook({ headers: { authorization }, body: Buffer.from(body) });
const body = (repository: unknown) => JSON.stringify({ repository });

describe('the webhook', () => {
  it.each(['first-secret', 'second-secret'])('takes %s', async secret => {
    expect(
      await call(body('git@git.example.com:Shop/API.git'), `Bearer ${secret}`),
    ).toEqual({
      type: 'hints',
      hints: [
        { sourceId: 'git:own', hint: { subject: 'git.example.com/shop/api' } },
      ],
    });
  });

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer wrong',
    'Bearer first-secre',
    'Basic first-secret',
    'first-secret',
  ])('refuses %s', async authorization => {
    expect(
      await call(body('https://git.example.com/a/b'), authorization),
    ).toMatchObject({ type: 'rejected' });
  });

  it.each([
    '',
    'null',
    '[]',
    '{',
    '{"repository":1}',
    body(''),
    body('nonsense'),
    body('https://elsewhere.example.com/a/b'),
    body('x'.repeat(3_000)),
  ])('ignores %s', async text => {
    expect(await call(text, 'Bearer first-secret')).toMatchObject({
      type: 'ignored',
    });
  });

  it('goes by the port as well', async () => {
    expect(
      await call(
        body('https://git.example.com:8443/a/b.git'),
        'Bearer first-secret',
      ),
    ).toMatchObject({ hints: [{ sourceId: 'git:other' }] });
  });
});

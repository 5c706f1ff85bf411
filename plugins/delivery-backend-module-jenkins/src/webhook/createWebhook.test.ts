import { createWebhook } from './createWebhook';

const secret = (value: string) => ({ get: async () => value });
const broken = {
  get: async () => {
    throw new Error('no such file');
  },
};

const webhook = createWebhook(
  ['default', 'other'],
  [secret('first-secret'), broken, secret('second-secret')],
);
const call = (
  body: unknown,
  authorization: string | undefined = 'Bearer first-secret',
) =>
  webhook({
    headers: { authorization },
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  });

it.each(['Bearer first-secret', 'bearer second-secret'])(
  'takes each of the secrets: %s',
  async authorization => {
    expect(
      await call({ job: '/team/checkout/', instance: 'other' }, authorization),
    ).toEqual({
      type: 'hints',
      hints: [
        { sourceId: 'jenkins:other', hint: { subject: 'team/checkout' } },
      ],
    });
  },
);

it.each([
  undefined,
  '',
  'first-secret',
  'Bearer',
  'Bearer ',
  'Bearer first-secre',
  'Bearer first-secret x',
  'Basic first-secret',
])('refuses what holds none of them: %s', async authorization => {
  const verdict = await webhook({
    headers: { authorization },
    body: Buffer.from('{"job":"team/checkout"}'),
  });
  expect(verdict).toEqual({
    type: 'rejected',
    reason: expect.not.stringContaining('first'),
  });
});

it('asks all instances where none is named', async () => {
  const verdict = await call({ job: 'team/checkout' });
  expect(verdict).toMatchObject({
    hints: [{ sourceId: 'jenkins:default' }, { sourceId: 'jenkins:other' }],
  });
});

it.each([
  '',
  'null',
  '[]',
  '{"job":7}',
  '{"job":""}',
  '{"job":"/"}',
  { job: 'x'.repeat(2_000) },
  { job: 'team/checkout', instance: 'unknown' },
])('ignores what names nothing: %p', async body => {
  expect(await call(body)).toMatchObject({ type: 'ignored' });
});

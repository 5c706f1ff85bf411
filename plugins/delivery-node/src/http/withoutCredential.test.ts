import { withoutCredential } from './withoutCredential';

it('removes what was shown, with and without its scheme', async () => {
  const credential = {
    kind: 'token' as const,
    headers: async () => ({ authorization: 'Bearer t0ken' }),
  };
  expect(
    await withoutCredential('Bearer t0ken is bad; t0ken has gone', credential),
  ).toBe('[removed] is bad; [removed] has gone');
});

it('leaves the text of one who was shown nothing', async () => {
  expect(await withoutCredential('no such page', undefined)).toBe(
    'no such page',
  );
});

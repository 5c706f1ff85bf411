import { ConfigReader } from '@backstage/config';
import type { AuthResolverContext } from '@backstage/plugin-auth-node';
import { readSandboxUsers } from './readSandboxUsers';
import { sandboxAuthenticator } from './sandboxAuthenticator';
import { signInAsSandboxUser } from './signInAsSandboxUser';

const GUEST = 'user:development/guest';
const MAYA = 'user:default/maya';

it.each([
  [MAYA, MAYA],
  [undefined, GUEST],
  ['user:default/root', GUEST],
])('who asks to be %s is %s', async (asked, ref) => {
  const req = {
    header: (name: string) => (name === 'x-sandbox-user' ? asked : undefined),
  } as never;
  await expect(
    sandboxAuthenticator([GUEST, MAYA]).authenticate({ req }, undefined),
  ).resolves.toEqual({ result: { ref, isFirst: ref === GUEST } });
});

describe('who one can be', () => {
  const read = (
    sandbox: boolean | undefined,
    mode: string,
    sandboxProvider: object = {},
  ) =>
    readSandboxUsers(
      new ConfigReader({
        app: { sandboxUsers: [{ ref: GUEST, title: 'Guest' }] },
        delivery: sandbox === undefined ? {} : { sandbox },
        auth: { providers: { sandbox: sandboxProvider } },
      } as never),
      mode,
    );

  it('is told where the portal shows a sandbox only', () => {
    expect(read(true, 'development')).toEqual([GUEST]);
    expect(read(false, 'development')).toEqual([]);
    expect(read(undefined, 'development')).toEqual([]);
  });

  it('is nobody outside of development, unless that is wanted', () => {
    const dangerouslyAllowOutsideDevelopment = true;
    expect(read(true, 'production')).toEqual([]);
    expect(
      read(true, 'production', { dangerouslyAllowOutsideDevelopment }),
    ).toEqual([GUEST]);
    expect(
      read(false, 'production', { dangerouslyAllowOutsideDevelopment }),
    ).toEqual([]);
  });
});

it('only the first may come before the catalog is read', async () => {
  const context = {
    issueToken: async () => ({ token: 'one' }),
    signInWithCatalogUser: async () => {
      throw new Error('not there yet');
    },
  } as unknown as AuthResolverContext;
  const signIn = (ref: string, isFirst: boolean) =>
    signInAsSandboxUser({ result: { ref, isFirst }, profile: {} }, context);
  await expect(signIn(GUEST, true)).resolves.toEqual({ token: 'one' });
  await expect(signIn(MAYA, false)).rejects.toThrow('not there yet');
});

import type { SignInResolver } from '@backstage/plugin-auth-node';
import type { SandboxSignIn } from './sandboxAuthenticator';

/**
 * Gives the chosen user's identity, with the groups that the catalog knows. The first user can sign in before the catalog
 * has been read; the others could not do what their groups allow, and are told to wait.
 */
export const signInAsSandboxUser: SignInResolver<SandboxSignIn> = async (
  { result: { ref, isFirst } },
  context,
) => {
  try {
    return await context.signInWithCatalogUser({ entityRef: ref });
  } catch (error) {
    if (!isFirst) {
      throw error;
    }
    return context.issueToken({ claims: { sub: ref, ent: [ref] } });
  }
};

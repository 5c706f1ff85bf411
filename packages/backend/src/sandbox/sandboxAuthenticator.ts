import { createProxyAuthenticator } from '@backstage/plugin-auth-node';

/** The header in which the sign-in page says who one wants to be. */
const HEADER = 'x-sandbox-user';

/** Who was chosen. */
export interface SandboxSignIn {
  /** Ref of the user. */
  ref: string;
  /** Whether it is the one that one is without choosing. */
  isFirst: boolean;
}

/**
 * Takes anybody, without proof, for whom they say they are, of the users that are listed: for a sandbox on one's own
 * machine, and nowhere else.
 *
 * @param users - refs of users; the first, who should have no rights, is for who asks for none of them
 */
export function sandboxAuthenticator(users: readonly string[]) {
  return createProxyAuthenticator({
    defaultProfileTransform: async () => ({ profile: {} }),
    initialize: () => undefined,
    async authenticate({ req }) {
      const [first] = users;
      const asked = req.header(HEADER);
      const ref = users.find(each => each === asked) ?? first;
      return { result: { ref, isFirst: ref === first } };
    },
  });
}

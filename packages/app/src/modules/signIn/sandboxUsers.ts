import type { ConfigApi } from '@backstage/frontend-plugin-api';

const KEY = 'sandbox-user';

/** Somebody whom one can be in the sandbox. */
export interface SandboxUser {
  /** Ref of the user. */
  ref: string;
  title: string;
  role?: string;
}

/** Those whom one can be; none where the portal shows no sandbox. */
export function readSandboxUsers(config: ConfigApi): SandboxUser[] {
  return config.getOptionalBoolean('delivery.sandbox') === true
    ? (config.getOptionalConfigArray('app.sandboxUsers') ?? []).map(user => ({
        ref: user.getString('ref'),
        title: user.getString('title'),
        role: user.getOptionalString('role'),
      }))
    : [];
}

/** Who one is: the one that was chosen in this browser, or the first. */
export function currentSandboxUser(
  users: readonly SandboxUser[],
): SandboxUser | undefined {
  const chosen = window.localStorage.getItem(KEY);
  return users.find(({ ref }) => ref === chosen) ?? users[0];
}

/** Keeps the choice; it counts from the next load of the page. */
export function chooseSandboxUser({ ref }: SandboxUser): void {
  window.localStorage.setItem(KEY, ref);
}

import type { Config } from '@backstage/config';

/**
 * Refs of those whom one can be in the sandbox; none where the portal shows no sandbox, or runs for others than the one
 * who develops it.
 */
export function readSandboxUsers(
  config: Config,
  mode: string | undefined,
): string[] {
  const isSandbox = config.getOptionalBoolean('delivery.sandbox') === true;
  const isAllowed =
    mode === 'development' ||
    config.getOptionalBoolean(
      'auth.providers.sandbox.dangerouslyAllowOutsideDevelopment',
    ) === true;
  return isSandbox && isAllowed
    ? (config.getOptionalConfigArray('app.sandboxUsers') ?? []).map(user =>
        user.getString('ref'),
      )
    : [];
}

import { ProxiedSignInPage } from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { currentSandboxUser, readSandboxUsers } from './sandboxUsers';

/** Signs in as the chosen user of the sandbox, or as the guest where there is none to choose. */
export const PortalSignInPage = (props: SignInPageProps) => {
  const user = currentSandboxUser(readSandboxUsers(useApi(configApiRef)));
  return user ? (
    <ProxiedSignInPage
      {...props}
      provider="sandbox"
      headers={{ 'x-sandbox-user': user.ref }}
    />
  ) : (
    <ProxiedSignInPage {...props} provider="guest" />
  );
};

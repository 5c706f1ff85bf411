import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';

/** Signs everyone in as the guest of the sandbox; a portal of one's own brings its own sign-in page. */
const GuestSignInPage = SignInPageBlueprint.make({
  params: {
    loader: async () => {
      const { ProxiedSignInPage } = await import('@backstage/core-components');
      return props => <ProxiedSignInPage {...props} provider="guest" />;
    },
  },
});

/** The portal's sign-in. */
export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [GuestSignInPage],
});

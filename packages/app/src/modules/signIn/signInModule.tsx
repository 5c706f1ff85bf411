import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';

/** Signs in without asking; a portal of one's own brings its own sign-in page. */
const SignInPage = SignInPageBlueprint.make({
  params: {
    loader: () =>
      import('./PortalSignInPage').then(module => module.PortalSignInPage),
  },
});

/** The portal's sign-in. */
export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [SignInPage],
});

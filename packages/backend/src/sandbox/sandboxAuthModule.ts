import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { readSandboxUsers } from './readSandboxUsers';
import { sandboxAuthenticator } from './sandboxAuthenticator';
import { signInAsSandboxUser } from './signInAsSandboxUser';

/** Lets one be several people of the sandbox. Without one, and outside of development, it does nothing. */
export default createBackendModule({
  pluginId: 'auth',
  moduleId: 'sandbox-provider',
  register(env) {
    env.registerInit({
      deps: {
        providers: authProvidersExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ providers, config }) {
        const users = readSandboxUsers(config, process.env.NODE_ENV);
        if (users.length > 0) {
          providers.registerProvider({
            providerId: 'sandbox',
            factory: createProxyAuthProviderFactory({
              authenticator: sandboxAuthenticator(users),
              signInResolver: signInAsSandboxUser,
            }),
          });
        }
      },
    });
  },
});

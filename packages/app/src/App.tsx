import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { navModule } from './modules/nav';
import { signInModule } from './modules/signIn';

/** The portal: composition and nothing else. */
export const app = createApp({
  features: [catalogPlugin, navModule, signInModule],
});

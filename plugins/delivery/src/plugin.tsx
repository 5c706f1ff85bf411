import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { apis } from './apis';
import { entityCards } from './entityCards';
import { entityContents } from './entityContents';
import { pages } from './pages';
import {
  entityContentRouteRef,
  fleetRouteRef,
  operationsRouteRef,
  sourcesRouteRef,
} from './routes';

/**
 * The delivery plugin for apps of the new frontend system.
 *
 * @public
 */
export const deliveryPlugin = createFrontendPlugin({
  pluginId: 'delivery',
  title: 'Delivery',
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: fleetRouteRef,
    sources: sourcesRouteRef,
    operations: operationsRouteRef,
    entityContent: entityContentRouteRef,
  },
  extensions: [...apis, ...pages, ...entityCards, ...entityContents],
});

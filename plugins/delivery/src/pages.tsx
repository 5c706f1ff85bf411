import { PageBlueprint } from '@backstage/frontend-plugin-api';
import LinearScale from '@material-ui/icons/LinearScale';
import PlaylistAddCheck from '@material-ui/icons/PlaylistAddCheck';
import { fleetRouteRef, operationsRouteRef, sourcesRouteRef } from './routes';

const fleetPage = PageBlueprint.make({
  params: {
    path: '/delivery',
    title: 'Delivery',
    icon: <LinearScale fontSize="inherit" />,
    routeRef: fleetRouteRef,
    loader: async () => {
      const { FleetPageBody } = await import('./components/pages');
      return <FleetPageBody />;
    },
  },
});

// Without an icon of its own it does not show in the navigation: the fleet page leads to it.
const sourcesPage = PageBlueprint.make({
  name: 'sources',
  params: {
    path: '/delivery/sources',
    title: 'Delivery sources',
    routeRef: sourcesRouteRef,
    loader: async () => {
      const { SourcesPageBody } = await import('./components/pages');
      return <SourcesPageBody />;
    },
  },
});

const operationsPage = PageBlueprint.make({
  name: 'operations',
  params: {
    path: '/delivery/operations',
    title: 'Operations',
    icon: <PlaylistAddCheck fontSize="inherit" />,
    routeRef: operationsRouteRef,
    loader: async () => {
      const { OperationsPageBody } = await import('./components/pages');
      return <OperationsPageBody />;
    },
  },
});

export const pages = [fleetPage, sourcesPage, operationsPage];

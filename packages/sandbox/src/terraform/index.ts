export { Workspaces } from './Workspaces';
export { documentRoutes, workspaceRoutes } from './routes';

export * from './dialMiddleware';
export * from './dialRoutes';
export * from './Dials';
export * from './statRoutes';

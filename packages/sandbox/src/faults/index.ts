export * from './Faults';
export * from './faultRoutes';

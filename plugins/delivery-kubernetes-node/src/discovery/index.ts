export * from './ResourceType';
export * from './discoverResources';

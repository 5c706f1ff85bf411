export * from './createScenario';
export * from './people';
export * from './Scenario';
export * from './services';
export * from './seeds/plantWorld';

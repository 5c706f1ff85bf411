export * from './fixtures';
export * from './pageFixtures';
export * from './operations';
export * from './versionRules';
export { readyDelivery } from './readyDelivery';
export { NOW, minutesAgo } from './times';

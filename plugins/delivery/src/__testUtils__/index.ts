export * from './fixtures';
export * from './pageFixtures';
export { readyDelivery } from './readyDelivery';
export { NOW, minutesAgo } from './times';

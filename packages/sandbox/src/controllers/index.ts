export * from './flux';
export { createPlatform } from './createPlatform';
export type { Platform, PlatformOptions } from './Platform';
export * from './synthetic';
export * from './tekton';

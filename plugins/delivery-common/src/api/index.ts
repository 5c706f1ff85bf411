export * from './details';
export * from './entity';
export * from './evidence';
export * from './fleet';
export * from './metrics';
export * from './operations';
export * from './sources';
export * from './versionRules';

export * from './image';
export * from './ImageStore';
export * from './RegistryAuth';
export * from './registryRouter';
export * from './SyntheticImages';

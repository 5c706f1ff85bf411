export * from './ObjectAddress';
export * from './locateObject';
export * from './patchObject';
export * from './readObject';

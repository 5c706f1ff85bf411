export { addressFrom, type ObjectAddress } from './ObjectAddress';
export * from './createObject';
export * from './locateObject';
export * from './patchObject';
export * from './readObject';
export * from './selectObjects';

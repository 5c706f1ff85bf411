export * from './annotations';
export * from './imageReference';
export * from './repositoryUrl';
export * from './trailers';

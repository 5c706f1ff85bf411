export * from './SourceFailure';
export * from './interests';
export * from './items';
export * from './observation';
export * from './operations';
export * from './provider';
export * from './source';

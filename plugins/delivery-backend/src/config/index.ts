export * from './collect';
export * from './environments';
export * from './glob';
export * from './linking';

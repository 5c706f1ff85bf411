export * from './attestation';
export * from './health';
export * from './judgement';
export * from './run';
export * from './sync';
export * from './target';
export * from './version';
export * from './vitals';

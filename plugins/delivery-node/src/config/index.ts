export * from './ConfigProblem';
export * from './Secret';
export * from './readMilliseconds';
export * from './readName';
export * from './readUrl';

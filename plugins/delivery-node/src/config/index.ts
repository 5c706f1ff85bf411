export * from './ConfigProblem';
export * from './Secret';
export * from './readName';
export * from './readUrl';

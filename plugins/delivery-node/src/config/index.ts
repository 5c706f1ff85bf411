export * from './ConfigProblem';
export * from './Secret';
export * from './readAllowed';
export * from './readBudget';
export * from './readHistory';
export * from './readMilliseconds';
export * from './readName';
export * from './readUrl';

export * from './DiskRepositories';
export * from './FastImport';
export * from './Journal';
export * from './Repositories';
export * from './smartHttp';

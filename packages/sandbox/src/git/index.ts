export * from './DiskRepositories';
export * from './FastImport';
export * from './Repositories';
export * from './smartHttp';

export * from './Credential';
export * from './HttpSettings';
export * from './UpstreamClient';
export * from './classifyStatus';
export * from './cleanMessage';
export * from './readLines';
export * from './readWriteAnswer';
export * from './urlSegment';

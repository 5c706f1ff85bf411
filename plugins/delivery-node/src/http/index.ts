export * from './UpstreamClient';
export * from './classifyStatus';
export * from './cleanMessage';
export * from './readLines';

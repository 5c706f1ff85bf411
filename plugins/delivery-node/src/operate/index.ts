export * from './WriteTurns';
export * from './decodeText';
export * from './runOf';

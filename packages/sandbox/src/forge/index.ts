export * from './createForge';
export * from './Forge';
export * from './records';
export * from './Tokens';
export { Pace } from './actions/Pace';

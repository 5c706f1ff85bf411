/**
 * The contract that a delivery provider module is written against.
 *
 * @packageDocumentation
 */

export * from './collection';
export * from './config';
export * from './contract';
export * from './extensions';
export * from './http';
export * from './operate';
export * from './webhook';

/**
 * The contract test kit: a suite that a provider module runs against itself.
 *
 * @packageDocumentation
 */

export * from './testing/index';

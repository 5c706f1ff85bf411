/**
 * Vocabulary, annotations, permissions and API types of the delivery plugins.
 *
 * @packageDocumentation
 */

export * from './api';
export * from './linking';
export * from './permissions';
export * from './vocabulary';

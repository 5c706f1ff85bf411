/**
 * Kubernetes for delivery provider modules: clusters, discovery, and lists and watches that stream.
 *
 * @packageDocumentation
 */

export * from './client';
export * from './clusters';
export * from './discovery';
export * from './objects';
export * from './stream';

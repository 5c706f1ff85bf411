/**
 * A small API server for the tests of modules that talk to Kubernetes.
 *
 * @packageDocumentation
 */

export * from './testing/index';

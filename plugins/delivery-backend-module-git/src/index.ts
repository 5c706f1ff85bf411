/**
 * Delivery provider for any Git host, by Git's own protocol.
 *
 * @packageDocumentation
 */

export { deliveryModuleGit as default } from './module';

/**
 * Delivery provider for OCI image registries.
 *
 * @packageDocumentation
 */

export { deliveryModuleOci as default } from './module';

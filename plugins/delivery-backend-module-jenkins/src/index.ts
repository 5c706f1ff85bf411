/**
 * Delivery provider for Jenkins.
 *
 * @packageDocumentation
 */

export { deliveryModuleJenkins as default } from './module';

/**
 * Collects what Flux applies for the delivery plugins.
 *
 * @packageDocumentation
 */

export { deliveryModuleFlux as default } from './module';

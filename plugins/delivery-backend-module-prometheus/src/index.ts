/**
 * Delivery provider for Prometheus and what speaks its query API.
 *
 * @packageDocumentation
 */

export { deliveryModulePrometheus as default } from './module';

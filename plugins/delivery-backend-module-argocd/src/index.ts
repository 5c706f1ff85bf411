/**
 * Delivery provider for Argo CD.
 *
 * @packageDocumentation
 */

export { deliveryModuleArgocd as default } from './module';

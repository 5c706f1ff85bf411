/**
 * Collects workloads from Kubernetes clusters for the delivery plugins.
 *
 * @packageDocumentation
 */

export { deliveryModuleKubernetes as default } from './module';

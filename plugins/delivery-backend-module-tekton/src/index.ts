/**
 * Collects pipeline runs of Tekton for the delivery plugins.
 *
 * @packageDocumentation
 */

export { deliveryModuleTekton as default } from './module';

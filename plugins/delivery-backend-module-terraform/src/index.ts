/**
 * Delivery provider for Terraform: HCP Terraform and Terraform Enterprise, and plans and states that pipelines publish.
 *
 * @packageDocumentation
 */

export { deliveryModuleTerraform as default } from './module';

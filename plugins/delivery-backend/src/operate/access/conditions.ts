import { createConditionExports } from '@backstage/plugin-permission-node';
import {
  inEnvironment,
  isEntityOwner,
  isPipeline,
  isProduction,
  isTargetKind,
} from './rules';
import { targetResourceRef } from './TargetResource';

const exported = createConditionExports({
  resourceRef: targetResourceRef,
  rules: {
    inEnvironment,
    isEntityOwner,
    isPipeline,
    isProduction,
    isTargetKind,
  },
});

/**
 * Conditions of permission policies for operations: `isEntityOwner({ claims })`, `inEnvironment({ environments })`,
 * `isProduction()`, `isTargetKind({ kinds })` and `isPipeline({ pipelines })`.
 *
 * @public
 */
export const deliveryConditions = exported.conditions;

/**
 * Makes the conditional decision of a permission policy about an operation.
 *
 * @public
 */
export const createDeliveryConditionalDecision =
  exported.createConditionalDecision;

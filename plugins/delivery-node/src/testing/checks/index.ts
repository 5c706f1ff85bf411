import type { ContractCheck } from '../harness';
import { collectionChecks } from './collection';
import { faultChecks } from './faults';
import { operationChecks } from './operations';
import { secrecyChecks } from './secrecy';

/**
 * All checks of the contract, for those who run them without jest.
 *
 * @public
 */
export const contractChecks: readonly ContractCheck[] = [
  ...collectionChecks,
  ...faultChecks,
  ...secrecyChecks,
  ...operationChecks,
];

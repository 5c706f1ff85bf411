import type { ObservedItem } from '../../contract';
import type { GreenClaim } from './greenClaims';

/**
 * One sort of payload that a module reads.
 *
 * @public
 */
export interface FuzzSubject {
  /** Such as `a pipeline`. */
  name: string;
  /** Recorded, or as the upstream sends them. */
  payloads: readonly unknown[];
  /** Words of the vendor's for statuses, the good ones first of all. */
  words?: readonly unknown[];
  /** From a payload to items, by the module's own way. */
  read(
    payload: any,
  ): readonly ObservedItem[] | Promise<readonly ObservedItem[]>;
  /**
   * Whether a payload itself says so much good, read as plainly as can be and by nothing of the module. It may throw
   * where the payload has not even the shape for that.
   */
  says(claim: GreenClaim, payload: any): boolean;
  /** Whether an error is how the module refuses a payload as a whole; none is, unless told. */
  refuses?(error: unknown): boolean;
}

import type { OperationType } from '@throughline/plugin-delivery-common';
import type {
  DeliverySource,
  Interests,
  ItemRef,
  Observation,
  OperationSubject,
  SourceOperation,
} from '../contract';

/**
 * A way in which a whole upstream misbehaves, every call alike, until it recovers.
 *
 * - `status`: answers with that status and some text
 * - `hang`: takes the call and never answers
 * - `stall`: sends the head of a good answer and then nothing more
 * - `html`: answers 200 with a page, as a login proxy does
 * - `halfJson`: answers 200 with JSON that is cut off, and ends the answer properly
 * - `refuse`: closes the connection without an answer
 * - `echo`: answers 500 with the credentials that it was sent in the text
 * - `breakOff`: answers well at first and cuts the connection before all items were told
 * - `loseWrites`: answers reads well; does what a write asks for and cuts the connection without an answer
 *
 * @public
 */
export type UpstreamFault =
  | { type: 'status'; status: number }
  | { type: 'hang' }
  | { type: 'stall' }
  | { type: 'html' }
  | { type: 'halfJson' }
  | { type: 'refuse' }
  | { type: 'echo' }
  | { type: 'breakOff' }
  | { type: 'loseWrites' };

/**
 * An upstream that a test can drive. What it holds are *primary items*: those that the source reports one by one,
 * such as applications, each named by the item that comes of it.
 *
 * @public
 */
export interface ControllableUpstream {
  /** Adds primary items and tells what each is reported as. */
  add(count: number): Promise<ItemRef[]>;
  /** Changes something of the item that the source reports. */
  update(item: ItemRef): Promise<void>;
  remove(item: ItemRef): Promise<void>;
  /** Makes one item unreadable: of the wrong shape where it hurts most. */
  malform(item: ItemRef): Promise<void>;
  misbehave(fault: UpstreamFault): Promise<void>;
  /** Ends the fault. */
  recover(): Promise<void>;
  /** Every credential that the source uses or gets; none may ever be told. At least one, of 12 characters or more. */
  secrets: readonly string[];
  /**
   * The most primary items in one answer; more of them need a second one. Some tens, where there is no such limit:
   * the checks add a few more than this.
   */
  pageSize: number;
}

/**
 * How a test sees what the operations of a source do to its upstream.
 *
 * @public
 */
export interface OperateHarness {
  /** Makes something that the operation can be asked of now, and tells it as the source would. */
  subject(operation: SourceOperation): Promise<OperationSubject>;
  /** How often the operation was done upstream, to whatever, since the upstream was started. */
  effects(operation: SourceOperation): number;
  /** The raw paths of all requests that came. */
  paths(): readonly string[];
  /** Operations that leave no trace of their token, as doing them again changes nothing. */
  harmless?: readonly OperationType[];
}

/**
 * A source against an upstream that a test can drive, freshly made for each check.
 *
 * @public
 */
export interface ProviderHarness {
  /** A source as after a restart of the portal: nothing is kept from an earlier one, the upstream is the same. */
  createSource(): DeliverySource;
  interests(): Interests;
  upstream: ControllableUpstream;
  /**
   * Whether all that exists upstream has been told. Unless given: a source that polls ends by itself, and one that
   * watches has told all when every listing that it began is listed.
   */
  isComplete?(observations: readonly Observation[]): boolean;
  /** Present where the source has operators. */
  operate?: OperateHarness;
  close(): Promise<void>;
}

/**
 * What an upstream may be unable to do, so that the checks that need it are left out, with a reason.
 *
 * - `remove`: nothing ever vanishes
 * - `update`: nothing ever changes
 * - `malform`: no item can be malformed on its own
 * - `paging`: all that exists is in one answer, however much it is
 * - any fault of {@link UpstreamFault}
 *
 * @public
 */
export type HarnessCapability =
  | 'remove'
  | 'update'
  | 'malform'
  | 'paging'
  | UpstreamFault['type'];

/**
 * One check of the contract. `run` throws where the source does not keep it.
 *
 * @public
 */
export interface ContractCheck {
  name: string;
  needs: readonly HarnessCapability[];
  run(harness: ProviderHarness): Promise<void>;
}

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { OperationState } from '@throughline/plugin-delivery-common';
import type { OperationProgress, OperationRecord } from '../records';

/** What an operation is advanced with. */
export interface ExecuteContext {
  signal: AbortSignal;
  logger: LoggerService;
  /** Milliseconds since 1970. */
  now: number;
  /** Stores how far it has come, before something is done that must not be done twice. */
  save(progress: OperationProgress): Promise<void>;
}

/** How far an operation has come. */
export interface Advance {
  state: OperationState;
  progress: OperationProgress;
}

/**
 * Carries out one family of operations, a little at a time: it is called again and again until the state is an end.
 * What it needs to remember is in the progress alone, as the next call may be after a restart, on another replica.
 */
export interface Executor {
  handles(record: OperationRecord): boolean;
  advance(record: OperationRecord, context: ExecuteContext): Promise<Advance>;
}

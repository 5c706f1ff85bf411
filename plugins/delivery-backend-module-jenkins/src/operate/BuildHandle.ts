import type { OperationHandle } from '@throughline/plugin-delivery-node';

/**
 * What is remembered of a build that was asked for: its job, and the item of the queue that it was. A build keeps the
 * item's number, so that it is found by it also when the item is forgotten, five minutes after it left the queue.
 */
export interface BuildHandle {
  job: string;
  item?: string;
  number?: number;
}

/** A handle as it is stored. */
export function handleOf({ job, item, number }: BuildHandle): OperationHandle {
  return {
    job,
    ...(item === undefined ? {} : { item }),
    ...(number === undefined ? {} : { number: String(number) }),
  };
}

/** A handle as it was stored. */
export function readHandle(handle: OperationHandle): BuildHandle {
  return {
    job: handle.job,
    ...(handle.item === undefined ? {} : { item: handle.item }),
    ...(handle.number === undefined ? {} : { number: Number(handle.number) }),
  };
}

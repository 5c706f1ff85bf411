import type { OperationHandle } from '@throughline/plugin-delivery-node';

/** An attempt of a run. */
export interface RunHandle {
  /** Owner and name of its repository. */
  path: [string, string];
  id: number;
  /** From 1 on. */
  attempt: number;
}

/** A handle as it is stored. */
export function handleOf({ path, id, attempt }: RunHandle): OperationHandle {
  const [owner, name] = path;
  return { owner, name, run: String(id), attempt: String(attempt) };
}

/** A handle as it was stored; undefined where the run was not known then. */
export function readHandle(handle: OperationHandle): RunHandle | undefined {
  return handle.run === undefined
    ? undefined
    : {
        path: [handle.owner, handle.name],
        id: Number(handle.run),
        attempt: Number(handle.attempt),
      };
}

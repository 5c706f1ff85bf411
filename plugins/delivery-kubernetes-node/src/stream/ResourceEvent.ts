/**
 * Names one object.
 *
 * @public
 */
export interface ObjectIdentity {
  namespace?: string;
  name: string;
  uid?: string;
}

/**
 * What a list-and-watch tells of one resource.
 *
 * - `listing`: a list begins; whatever is not `applied` until `listed` is gone. A second `listing` before `listed`
 *   begins the list anew.
 * - `applied`: an object exists, in this state
 * - `removed`: an object is gone, or no longer of interest
 * - `listed`: the list is complete
 * - `malformed`: one object could not be read
 * - `alive`: the API server said that nothing changed
 *
 * All but the last carry on where `resourceVersion` says, once they were dealt with.
 *
 * @public
 */
export type ResourceEvent<T> =
  | { type: 'listing' }
  | { type: 'applied'; item: T }
  | { type: 'removed'; object: ObjectIdentity }
  | { type: 'listed'; resourceVersion: string }
  | { type: 'malformed'; object?: ObjectIdentity; reason: string }
  | { type: 'alive'; resourceVersion: string };

/**
 * Keeps of an object the few fields that are needed, so that the object itself is let go at once.
 *
 * @returns undefined where the object is of no interest
 * @throws Error where the object is not as it should be
 * @public
 */
export type Projection<T> = (object: unknown) => T | undefined;

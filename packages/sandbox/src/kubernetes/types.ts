/** Any JSON object. */
export type JsonObject = { [key: string]: unknown };

/** One entry of an object's `metadata.ownerReferences`. */
export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** An object's metadata, as far as the sandbox uses it. */
export interface ObjectMeta {
  name: string;
  generateName?: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
  [key: string]: unknown;
}

/** An object of a cluster. Stored objects are never changed in place. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec?: JsonObject;
  status?: JsonObject;
  [key: string]: unknown;
}

/** A kind that a cluster serves. */
export interface ResourceDefinition {
  /** Empty for the core group. */
  group: string;
  version: string;
  plural: string;
  singular: string;
  kind: string;
  namespaced: boolean;
  shortNames?: string[];
  /** Whether it comes from a CustomResourceDefinition; lists of built-in kinds leave apiVersion and kind out of their items. */
  custom: boolean;
  /** Whether `status` is a subresource; where it is none, a change of status raises the generation too. */
  statusSubresource: boolean;
  /** Further subresources, such as `log` or `scale`. */
  subresources?: string[];
}

/** What happened to an object. */
export type EventType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** A change as the store remembers it for watchers. */
export interface StoreEvent {
  type: EventType;
  resourceVersion: number;
  /** The object after the change (before it, for DELETED, with the version of the deletion). */
  object: KubeObject;
  /** The object before a MODIFIED, to tell whether it entered or left a selector. */
  previous?: KubeObject;
  /** Whether the object is generated rather than kept: no controller looks after it. */
  generated?: boolean;
}

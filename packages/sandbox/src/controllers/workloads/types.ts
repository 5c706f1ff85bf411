import type { ClusterStore } from '../../kubernetes/ClusterStore';
import type { JsonObject, KubeObject } from '../../kubernetes/types';
import type { FaultSpec } from '../../world/Scenario';
import type { DigestLookup } from '../images';

/** A container of a pod template, as far as the controllers look at it. */
export interface Container {
  name: string;
  image: string;
  [key: string]: unknown;
}

/** What pods are made from. */
export interface PodTemplate {
  metadata?: {
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  spec: { containers: Container[]; [key: string]: unknown };
}

/** One step of a canary. */
export interface CanaryStep {
  setWeight?: number;
  pause?: { duration?: string | number };
  [key: string]: unknown;
}

/** The spec of a workload, as far as the controllers look at it. */
export interface WorkloadSpec {
  replicas?: number;
  template: PodTemplate;
  selector?: JsonObject;
  paused?: boolean;
  revisionHistoryLimit?: number;
  strategy?: { canary?: { steps?: CanaryStep[] } };
}

/** What the controllers work with. */
export interface WorkloadContext {
  store: ClusterStore;
  /** The time that is written into objects: the clock, or that of a past deployment while the world is made. */
  now(): Date;
  /** True while the past is made up: pauses pass, and nobody hears of it. */
  seeding: boolean;
  /** While the past is made up: when the version that is made up was replaced by the next. */
  until?: Date;
  digestOf: DigestLookup;
  /** Whether something is wrong with a workload, as far as it runs these images. */
  hasFault(
    workload: { namespace?: string; name: string; images: string[] },
    fault: FaultSpec['fault'],
  ): boolean;
  /** Steps without progress, by the uid of a workload. */
  stalls: Map<string, { sign: string; count: number }>;
}

/** Works on an object once; answers after how many seconds (at normal pace) it wants to be worked on again. */
export type Reconcile = (
  context: WorkloadContext,
  object: KubeObject,
) => number | undefined;

/** The images that pods of a template run. */
export function imagesOf({ spec }: PodTemplate): string[] {
  return spec.containers.map(({ image }) => image);
}

/** Whether something is wrong with a workload, in the version that it is to run. */
export function isFaulty(
  context: WorkloadContext,
  object: KubeObject,
  fault: FaultSpec['fault'],
): boolean {
  const { namespace, name } = object.metadata;
  const images = imagesOf(workloadSpec(object).template);
  return context.hasFault({ namespace, name, images }, fault);
}

/** The spec of an object that has a pod template. */
export function workloadSpec(object: KubeObject): WorkloadSpec {
  return object.spec as unknown as WorkloadSpec;
}

/** An image that containers of a workload's pods run. */
export interface RunningImage {
  container: string;
  /** The image as the pod's specification has it. */
  reference: string;
  /** The digest that the node tells, where it tells one. */
  digest?: string;
}

/** What the pods of a workload tell together. */
export interface PodSummary {
  /** Pods that are there and neither finished nor ending. */
  count: number;
  ready: number;
  /** Each once, in a stable order. */
  images: RunningImage[];
  failingCount: number;
  /** Why pods fail, the most frequent first. */
  failing: { reason: string; count: number }[];
  /** Why pods wait for what may come by itself, the most frequent first. */
  waiting: { reason: string; count: number }[];
}

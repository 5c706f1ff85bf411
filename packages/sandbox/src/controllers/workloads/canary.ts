import type { KubeObject } from '../../kubernetes/types';
import { workloadSpec, type CanaryStep } from './types';

/** The steps of a Rollout's canary. */
export function canarySteps(rollout: KubeObject): CanaryStep[] {
  return workloadSpec(rollout).strategy?.canary?.steps ?? [];
}

/** The weight that is in force at a step: that of the last `setWeight` up to it. */
export function weightAt(steps: readonly CanaryStep[], index: number): number {
  if (index >= steps.length) {
    return 100;
  }
  for (let i = index; i >= 0; i--) {
    const weight = steps[i].setWeight;
    if (weight !== undefined) {
      return weight;
    }
  }
  return 0;
}

const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600 };

/** A pause in seconds; undefined for one that waits for a person. */
export function pauseSeconds(step: CanaryStep): number | undefined {
  const duration = step.pause?.duration;
  if (duration === undefined) {
    return undefined;
  }
  const [, number, unit] = /^(\d+)([smh]?)$/.exec(String(duration)) ?? [];
  return Number(number ?? 0) * (UNITS[unit] ?? 1);
}

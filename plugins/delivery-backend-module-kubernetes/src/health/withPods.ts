import type { HealthStatus, Judged } from '@throughline/plugin-delivery-common';
import type { PodSummary } from '../pods/PodSummary';
import { judge } from './judge';

/**
 * Puts what a workload's pods tell beside what the workload tells. Pods only ever make it worse: a rollout whose new
 * pods crash is not "progressing", and one that serves with its old pods is not healthy.
 */
export function withPods(
  own: Judged<HealthStatus>,
  pods: PodSummary | undefined,
): Judged<HealthStatus> {
  if (!pods || own.raw === 'Terminating') {
    return own;
  }
  const [failing] = pods.failing;
  if (failing) {
    const told = `${pods.failingCount} of ${pods.count} pods: ${failing.reason}`;
    return judge(
      'degraded',
      own.status === 'degraded' && own.reason ? `${own.reason}; ${told}` : told,
      own.status === 'degraded' && own.raw ? own.raw : failing.reason,
    );
  }
  const [waiting] = pods.waiting;
  if (waiting && own.status === 'progressing') {
    return {
      ...own,
      reason: [own.reason, `${waiting.count} pods: ${waiting.reason}`]
        .filter(Boolean)
        .join('; '),
    };
  }
  return own;
}

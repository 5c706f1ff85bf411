import { cleanMessage } from '@throughline/plugin-delivery-node';
import { Check } from './schemas';

/** The checks of a plan or state, by how they went. Their messages may hold values, and are left behind. */
export interface Checks {
  /** Addresses of those that failed; sorted. */
  failed: string[];
  /** How many could not be told, or ended in a word that is not known. */
  doubtful: number;
  /** How many `check` blocks passed. Conditions of resources are not among them: they say nothing of how it fares. */
  passed: number;
}

/** Reads `checks`. */
export function readChecks(items: readonly unknown[]): Checks {
  const checks: Checks = { failed: [], doubtful: 0, passed: 0 };
  for (const item of items) {
    const check = Check.safeParse(item).data;
    if (check?.status === 'fail') {
      checks.failed.push(cleanMessage(check.address.to_display, 200));
    } else if (check?.status !== 'pass') {
      checks.doubtful += 1;
    } else if (check.address.kind === 'check') {
      checks.passed += 1;
    }
  }
  checks.failed.sort();
  return checks;
}

import type { Interests } from '@throughline/plugin-delivery-node';
import { rootOf, type DeployRule } from '../deploy/DeployRule';

/** Something in Jenkins that is looked at, with all that is below it: a job, a folder, a multibranch project. */
export interface Root {
  /** The empty name is Jenkins itself. */
  fullName: string;
  /** True where an entity names it: then every job below it counts, and else only those that a rule is about. */
  named: boolean;
}

/** What is to be looked at: what entities name, and where the configured rules lead. Sorted. */
export function rootsOf(
  interests: Interests,
  instance: { name: string; isDefault: boolean },
  rules: readonly DeployRule[],
): Root[] {
  const roots = new Map<string, Root>();
  for (const rule of rules) {
    const fullName = rootOf(rule);
    roots.set(fullName, { fullName, named: false });
  }
  for (const { system, source, pipeline } of interests.pipelines) {
    const ours =
      source === undefined ? instance.isDefault : source === instance.name;
    if (system === 'jenkins' && ours && isFullName(pipeline)) {
      roots.set(pipeline, { fullName: pipeline, named: true });
    }
  }
  return [...roots.values()].sort((a, b) => (a.fullName < b.fullName ? -1 : 1));
}

/** Whether a root is a job or stands above it. */
export function covers(root: string, fullName: string): boolean {
  return root === '' || fullName === root || fullName.startsWith(`${root}/`);
}

/** The root that a job belongs to: of several the nearest, so that each job is told once. */
export function nearestRoot(
  roots: readonly Root[],
  fullName: string,
): Root | undefined {
  return roots
    .filter(root => covers(root.fullName, fullName))
    .sort((a, b) => b.fullName.length - a.fullName.length)[0];
}

function isFullName(text: string): boolean {
  try {
    encodeURIComponent(text);
  } catch {
    return false;
  }
  return text
    .split('/')
    .every(name => name !== '' && name !== '.' && name !== '..');
}

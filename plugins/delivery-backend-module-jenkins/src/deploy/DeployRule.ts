/** How jobs that deploy by themselves are read: which service they bring where, and in which version. */
export interface DeployRule {
  /** The full name of a job; `*` stands for any text within one name of it. */
  job: string;
  /** A template, see `fillTemplate`. */
  environment: string;
  /** The environments that count; all where absent. */
  environments?: readonly string[];
  /** A template; the entity of that `backstage.io/kubernetes-id`. */
  service?: string;
  /** A template for the image that is deployed. */
  image?: string;
  /** False where what the job checks out are its own scripts, and not what it deploys. */
  deploysCheckout: boolean;
}

/** The part of a rule's job that has no `*`: the job itself, or the folder to look into. */
export function rootOf(rule: DeployRule): string {
  const names = rule.job.split('/');
  const first = names.findIndex(name => name.includes('*'));
  return (first < 0 ? names : names.slice(0, first)).join('/');
}

/** The first rule that is about a job. */
export function ruleFor(
  rules: readonly DeployRule[],
  fullName: string,
): DeployRule | undefined {
  return rules.find(rule => matches(rule.job, fullName));
}

function matches(pattern: string, fullName: string): boolean {
  const source = pattern
    .split('*')
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]*');
  return new RegExp(`^${source}$`).test(fullName);
}

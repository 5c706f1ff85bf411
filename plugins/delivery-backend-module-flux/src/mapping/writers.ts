import {
  repositoryIdentity,
  type AutomatedWriter,
} from '@throughline/plugin-delivery-common';
import { cleanMessage } from '@throughline/plugin-delivery-node';
import { conditionOf, wordsOf } from '../objects/base';
import type {
  AutomationFacts,
  BaseFacts,
  ImagePolicyFacts,
  KustomizationFacts,
} from '../objects/facts';
import { selects } from './selects';
import { nameOf } from './sources';
import type { Surroundings } from './Surroundings';

const MAX_NAMED = 5;

/**
 * The automations that write to the folder that a Kustomization is made from. Which files hold a marker is not known:
 * an automation that may write there is told, and the images that it goes by.
 */
export function writersOf(
  kustomization: KustomizationFacts,
  around: Surroundings,
): AutomatedWriter[] {
  return around
    .automations()
    .filter(
      automation =>
        touch(automation.path, kustomization.path) &&
        isSamePlace(automation, kustomization, around),
    )
    .map(automation => describe(automation, around))
    .sort((one, other) => (one.by < other.by ? -1 : 1));
}

function describe(
  automation: AutomationFacts,
  around: Surroundings,
): AutomatedWriter {
  const policies = around
    .policies(automation.namespace)
    .filter(policy => selects(automation.selector, policy.labels));
  const images = [
    ...new Set(
      policies.flatMap(({ repository }) => {
        const found = around.imageRepository(repository);
        return found.state === 'found' ? [found.facts.image] : [];
      }),
    ),
  ].sort();
  const where = automation.path || 'the whole repository';
  const onto = isElsewhere(automation, around)
    ? `, on the branch ${automation.push}`
    : '';
  const problem = problemOf(automation, policies, around);
  return {
    by: nameOf(automation),
    writes: cleanMessage(
      `the tags of ${
        images.length > 0 ? listed(images) : 'images that cannot be told'
      } in ${where}${onto}`,
    ),
    suspended: automation.suspended,
    ...(problem && { problem: cleanMessage(problem) }),
  };
}

function problemOf(
  automation: AutomationFacts,
  policies: readonly ImagePolicyFacts[],
  around: Surroundings,
): string | undefined {
  const own = failureOf(automation);
  if (own) {
    return own;
  }
  for (const policy of policies) {
    const failure = stoppedBecause(policy);
    if (failure) {
      return `${nameOf(policy)}: ${failure}`;
    }
    const found = around.imageRepository(policy.repository);
    if (found.state === 'missing') {
      return `${nameOf(policy.repository)}: there is no such object`;
    }
    const scan = found.state === 'found' && stoppedBecause(found.facts);
    if (scan) {
      return `${nameOf(policy.repository)}: ${scan}`;
    }
  }
  return undefined;
}

function stoppedBecause(facts: BaseFacts): string | undefined {
  return facts.suspended ? 'it is suspended' : failureOf(facts);
}

function failureOf(facts: BaseFacts): string | undefined {
  const failed = ['Stalled', 'Ready']
    .map(type => conditionOf(facts, type))
    .find(one => one?.status === (one?.type === 'Ready' ? 'False' : 'True'));
  return failed && wordsOf(failed);
}

/** Whether it pushes to another branch than the one that it works on, such as for pull requests. */
function isElsewhere(
  { push, checkout, source }: AutomationFacts,
  around: Surroundings,
): boolean {
  const found = around.source(source);
  const own =
    checkout ?? (found.state === 'found' ? found.facts.branch : undefined);
  return push !== undefined && push !== own;
}

/** The same source object, or another one of the same repository and branch. */
function isSamePlace(
  automation: AutomationFacts,
  { source }: KustomizationFacts,
  around: Surroundings,
): boolean {
  if (source.kind !== automation.source.kind) {
    return false;
  }
  if (nameOf(source) === nameOf(automation.source)) {
    return true;
  }
  const [mine, theirs] = [source, automation.source].map(each =>
    around.source(each),
  );
  if (mine.state !== 'found' || theirs.state !== 'found') {
    return false;
  }
  const [one, other] = [mine.facts, theirs.facts].map(
    ({ url }) => url && repositoryIdentity(url),
  );
  return (
    Boolean(one) &&
    one === other &&
    mine.facts.branch === (automation.checkout ?? theirs.facts.branch)
  );
}

/** Whether one folder is the other, or is in it. */
function touch(one: string, other: string): boolean {
  return (
    one === other ||
    one === '' ||
    other === '' ||
    one.startsWith(`${other}/`) ||
    other.startsWith(`${one}/`)
  );
}

function listed(images: readonly string[]): string {
  const more = images.length - MAX_NAMED;
  return `${images.slice(0, MAX_NAMED).join(', ')}${
    more > 0 ? ` and ${more} more` : ''
  }`;
}

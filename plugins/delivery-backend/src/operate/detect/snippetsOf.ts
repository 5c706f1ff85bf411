import {
  DELIVERY_ANNOTATIONS as A,
  type VersionRuleSnippets,
  type VersionRuleText,
} from '@throughline/plugin-delivery-common';
import type { TargetItem } from '@throughline/plugin-delivery-node';
import { isMap, parseDocument, stringify } from 'yaml';
import type { EntityFacts } from '../../link/EntityFacts';
import {
  fillRule,
  isMadeFrom,
  repositoryOf,
  wordsOf,
} from '../versions/rulesOf';

const LINE = { lineWidth: 0 } as const;

/** What to write down for a rule to be in force, in the catalog file and in the configuration. */
export function snippetsOf(
  entity: EntityFacts,
  environment: string,
  rule: VersionRuleText,
  targets: readonly TargetItem[],
): VersionRuleSnippets {
  const config = configOf(entity, environment, rule);
  const objection = annotationObjection(entity, environment, rule, targets);
  if (objection !== undefined) {
    return { config, noAnnotationBecause: objection };
  }
  const text = withRule(
    entity.annotations[A.versionRules],
    environment,
    written(rule),
  );
  return {
    config,
    annotation: stringify(
      { metadata: { annotations: { [A.versionRules]: text } } },
      { ...LINE, blockQuote: 'literal' },
    ),
  };
}

/** The rules of the other environments stay, and what is said of them. */
function withRule(
  known: string | undefined,
  environment: string,
  rule: object,
): string {
  const added = stringify({ [environment]: rule }, LINE);
  const document = parseDocument(known ?? '');
  if (document.errors.length > 0 || !isMap(document.contents)) {
    return added;
  }
  if (!document.has(environment) && !document.contents.flow) {
    // Written anew, the rest would not be as its author wrote it.
    return `${(known ?? '').trimEnd()}\n${added}`;
  }
  document.set(environment, document.createNode(rule));
  return document.toString(LINE);
}

/** A person's word is believed of the files only that the target itself is made from. */
function annotationObjection(
  entity: EntityFacts,
  environment: string,
  rule: VersionRuleText,
  targets: readonly TargetItem[],
): string | undefined {
  const stranger = targets.find(target => {
    const filled = fillRule(rule, wordsOf(entity, environment, target));
    const repository = rule.repository ?? repositoryOf(target);
    return (
      !filled ||
      repository === undefined ||
      !isMadeFrom(target, {
        repository,
        file: filled.file,
        ...(rule.branch ? { branch: rule.branch } : {}),
      })
    );
  });
  return stranger
    ? `an annotation may name only files that the target itself is made from, and ${stranger.name} is not made from ${rule.file}`
    : undefined;
}

function configOf(
  { ref }: EntityFacts,
  environment: string,
  rule: VersionRuleText,
): string {
  const entry = { entity: ref, environment, ...written(rule) };
  return stringify(
    { delivery: { operations: { versions: [escaped(entry)] } } },
    LINE,
  );
}

/** A repository is written down as a URL; which scheme it has makes no difference. */
function written({ repository, ...rule }: VersionRuleText): object {
  return {
    ...(repository ? { repository: `https://${repository}` } : {}),
    ...rule,
  };
}

/** The configuration puts the environment's variables into `${…}`; `$${…}` is left to the rule. */
function escaped(entry: object): object {
  return JSON.parse(JSON.stringify(entry).replaceAll('${', () => '$${'));
}

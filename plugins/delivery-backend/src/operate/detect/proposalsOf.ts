import type {
  VersionRuleMatch,
  VersionRuleProposal,
  VersionRuleText,
} from '@throughline/plugin-delivery-common';
import type { EntityFacts } from '../../link/EntityFacts';
import { fillRule, repositoryOf, wordsOf } from '../versions/rulesOf';
import type { TargetDetection } from './detectTarget';
import type { PlacedCandidate } from './placeOf';
import { ruleFor } from './placeOf';

/** A proposal without what is to be written down for it. */
export type BareProposal = Omit<VersionRuleProposal, 'snippets'>;

interface Group {
  rule: VersionRuleText;
  members: PlacedCandidate[];
}

const WORST: readonly VersionRuleMatch[] = [
  'differs',
  'unknown',
  'partly',
  'same',
];

/**
 * Makes rules for a whole environment of what was found for each of its targets: where their files differ by the
 * target's folder or name only, one rule stands for all of them. Those that fit most targets and what runs come first.
 */
export function proposalsOf(
  entity: Pick<EntityFacts, 'name'>,
  environment: string,
  detections: readonly TargetDetection[],
): BareProposal[] {
  const groups = new Map<string, Group>();
  for (const { item, placed } of detections) {
    const words = wordsOf(entity, environment, item);
    for (const each of placed) {
      const written = textOf(each, repositoryOf(item));
      for (const rule of detections.length > 1
        ? templatesOf(written, words)
        : [written]) {
        const key = JSON.stringify(rule);
        const group = groups.get(key) ?? { rule, members: [] };
        group.members.push(each);
        groups.set(key, group);
      }
    }
  }
  const names = detections.map(({ item }) => item.name);
  const taken = new Set<PlacedCandidate>();
  const proposals: BareProposal[] = [];
  // Stable: where two ways of writing fit alike, the plainer one was met first.
  const widest = [...groups.values()].sort(
    (a, b) => b.members.length - a.members.length,
  );
  for (const { rule, members } of widest) {
    if (members.some(each => !taken.has(each))) {
      members.forEach(each => taken.add(each));
      proposals.push(proposalOf(rule, members, names));
    }
  }
  return proposals.sort(
    (a, b) =>
      b.places.length - a.places.length ||
      WORST.indexOf(b.match) - WORST.indexOf(a.match),
  );
}

function proposalOf(
  rule: VersionRuleText,
  members: readonly PlacedCandidate[],
  names: readonly string[],
): BareProposal {
  const places = members.map(({ place }) => place);
  const fits = new Set(places.map(({ target }) => target));
  return {
    rule,
    found: members[0].candidate.found,
    match: WORST.find(each => places.some(({ match }) => match === each))!,
    places,
    missing: names.filter(name => !fits.has(name)),
    remarks: [
      ...new Set(members.flatMap(({ candidate }) => candidate.remarks ?? [])),
    ],
  };
}

/** What tells the targets of an environment from one another, the likeliest first. */
const WORDS = ['target', 'cluster', 'namespace'];

/** The ways of writing a rule that mean this one for the target, the plainest first. */
function templatesOf(
  rule: VersionRuleText,
  words: Readonly<Record<string, string | undefined>>,
): VersionRuleText[] {
  const { path } = words;
  const ways = [rule];
  const withWord = (text: string, word: string) =>
    text.replaceAll(words[word] ?? '', `\${${word}}`);
  const named = (word: string) =>
    rule.document
      ? {
          document: {
            ...rule.document,
            name: withWord(rule.document.name, word),
          },
        }
      : {};
  if (path && rule.file.startsWith(`${path}/`)) {
    // eslint-disable-next-line no-template-curly-in-string
    const file = `\${path}${rule.file.slice(path.length)}`;
    ways.push({ ...rule, file }, { ...rule, file, ...named('target') });
  }
  for (const word of WORDS.filter(each => words[each])) {
    ways.push({ ...rule, file: withWord(rule.file, word), ...named(word) });
  }
  const meant = JSON.stringify(rule);
  const written = new Map(ways.map(each => [JSON.stringify(each), each]));
  return [...written.values()].filter(
    each => JSON.stringify(fillRule(each, words)) === meant,
  );
}

/** The rule as a person writes it: without what goes without saying. */
function textOf(
  found: PlacedCandidate,
  main: string | undefined,
): VersionRuleText {
  const { repository, image, origin: _, where: __, ...rule } = ruleFor(found);
  return {
    ...rule,
    ...(repository === main ? {} : { repository }),
    // Without it, the entry is found by whatever image is promoted.
    ...(found.candidate.image && image ? { image } : {}),
  };
}

import { repositoryIdentity } from '@throughline/plugin-delivery-common';

/** Labels or annotations of one place, with the place's name in words. */
export interface LabelledPlace {
  place: string;
  labels: Record<string, string> | null | undefined;
}

/** What an image says of where it comes from. */
export interface Origin {
  sourceRevision?: string;
  sourceRepository?: string;
  sourceEvidence?: string;
  createdAt?: string;
}

const REVISION = [
  'org.opencontainers.image.revision',
  'org.label-schema.vcs-ref',
];
const SOURCE = ['org.opencontainers.image.source', 'org.label-schema.vcs-url'];
const CREATED = [
  'org.opencontainers.image.created',
  'org.label-schema.build-date',
];

/** Builds that are to be the same each time write a fixed date, often the epoch: that is no date. */
const EARLIEST = Date.UTC(2010, 0, 1);

/**
 * Reads the origin from the first place that tells each part.
 *
 * @param created - what the image's configuration says besides its labels
 */
export function describeOrigin(
  places: readonly LabelledPlace[],
  created: string | null | undefined,
): Origin {
  const revision = find(places, REVISION, readCommit);
  const source = find(places, SOURCE, repositoryIdentity);
  const createdAt =
    readDate(created ?? '') ?? find(places, CREATED, readDate)?.value;
  const evidence = [
    ...new Set([revision?.evidence, source?.evidence].filter(Boolean)),
  ].join(' and ');
  return {
    ...(createdAt ? { createdAt } : {}),
    ...(revision ? { sourceRevision: revision.value } : {}),
    ...(source ? { sourceRepository: source.value } : {}),
    ...(evidence ? { sourceEvidence: evidence } : {}),
  };
}

function find(
  places: readonly LabelledPlace[],
  names: readonly string[],
  read: (text: string) => string | undefined,
): { value: string; evidence: string } | undefined {
  for (const { place, labels } of places) {
    for (const name of names) {
      const text = labels?.[name];
      const value = text === undefined ? undefined : read(text);
      if (value) {
        return { value, evidence: `${place} ${name}` };
      }
    }
  }
  return undefined;
}

/** A branch or tag is no commit, and what is shorter than 40 digits may be any of several. */
function readCommit(text: string): string | undefined {
  const commit = text.trim().toLocaleLowerCase('en-US');
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit) ? commit : undefined;
}

function readDate(text: string): string | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) || time < EARLIEST
    ? undefined
    : new Date(time).toISOString();
}

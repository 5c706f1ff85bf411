import {
  repositoryIdentity,
  type Actor,
} from '@throughline/plugin-delivery-common';
import { cleanMessage } from '@throughline/plugin-delivery-node';
import type { Metadata, NamedValues } from '../objects/schemas';

/** What a run ran for, and who or what started it, as far as it tells. */
export interface Origin {
  repository?: string;
  sha?: string;
  branch?: string;
  title?: string;
  actor?: Actor;
  trigger?: string;
}

const PAC = 'pipelinesascode.tekton.dev/';
const TRIGGERS = 'triggers.tekton.dev/';
const MAX_WORD = 200;
const URL_PARAMETER = /^(git|repo|repository|git-?repo(sitory)?)[-_]?url$/i;
const SHA_PARAMETER =
  /^((git|repo|commit)[-_]?)?(revision|sha)$|^(git[-_]?)?commit$/i;

/**
 * Reads where a run comes from: what Pipelines as Code notes on it, then the results that supply chain tools read,
 * then parameters by the names that people give them. Only whole commit ids and URLs count.
 */
export function readOrigin(
  metadata: Pick<Metadata, 'labels' | 'annotations'>,
  parameters: NamedValues,
  results: NamedValues,
): Origin {
  // The labels are cut to what a label may hold, the annotations are not.
  const noted = (name: string) =>
    clean(metadata.annotations?.[name]) ?? clean(metadata.labels?.[name]);
  const note = (name: string) => noted(`${PAC}${name}`);
  const repository = firstOf(
    [
      note('repo-url'),
      textOf(results, 'CHAINS-GIT_URL'),
      ...textsOf(parameters, URL_PARAMETER),
    ],
    repositoryIdentity,
  );
  const sha = firstOf(
    [
      note('sha'),
      textOf(results, 'CHAINS-GIT_COMMIT'),
      textOf(results, 'commit'),
      ...textsOf(parameters, SHA_PARAMETER),
    ],
    wholeCommit,
  );
  const branch = (note('source-branch') ?? note('branch'))?.replace(
    /^refs\/heads\//,
    '',
  );
  const title = note('sha-title');
  const sender = note('sender');
  const trigger =
    note('event-type') ??
    noted(`${TRIGGERS}trigger`) ??
    noted(`${TRIGGERS}eventlistener`);
  return {
    ...(repository && { repository }),
    ...(sha && { sha }),
    ...(branch && { branch }),
    ...(title && { title }),
    ...(sender && { actor: { name: sender, login: sender } }),
    ...(trigger && { trigger }),
  };
}

function clean(text: string | undefined): string | undefined {
  return text === undefined
    ? undefined
    : cleanMessage(text, MAX_WORD) || undefined;
}

/** A commit id of all 40 digits; a shorter one is not unique, and no fact. */
export function wholeCommit(text: string): string | undefined {
  const id = text.trim();
  return /^[0-9a-f]{40}$/i.test(id) ? id.toLowerCase() : undefined;
}

/** The text of a value by its exact name. */
export function textOf(values: NamedValues, name: string): string | undefined {
  const value = values.find(each => each.name === name)?.value;
  return typeof value === 'string' ? value : undefined;
}

function textsOf(values: NamedValues, names: RegExp): string[] {
  return values.flatMap(({ name, value }) =>
    names.test(name) && typeof value === 'string' ? [value] : [],
  );
}

function firstOf<T>(
  texts: readonly (string | undefined)[],
  read: (text: string) => T | undefined,
): T | undefined {
  for (const text of texts) {
    const value = text ? read(text) : undefined;
    if (value !== undefined) {
      return value;
    }
  }
  return undefined;
}

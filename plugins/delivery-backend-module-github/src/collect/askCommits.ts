import { z } from 'zod';
import { COMMITS_COST, commitsByOid } from '../graphql/fragments';
import { readGraphqlCommit, type BareCommit } from '../map/readCommit';
import { itemsOf } from '../map/ReadResult';
import { askAlone } from './askAlone';
import type { RepositoryPass } from './RepositoryPass';

const Objects = z.record(z.string(), z.unknown());

/**
 * Asks for single commits with their checks; those that cannot be read are left out.
 *
 * @throws SourceFailure, BudgetSpent
 */
export async function askCommits(
  pass: RepositoryPass,
  shas: readonly string[],
): Promise<BareCommit[]> {
  if (shas.length === 0) {
    return [];
  }
  const answer = await askAlone(
    pass,
    {
      operation: 'checks',
      fragments: commitsByOid(shas.length),
      declarations: shas
        .map((_, index) => `$c${index}: GitObjectID!`)
        .join(', '),
      variables: Object.fromEntries(
        shas.map((sha, index) => [`c${index}`, sha]),
      ),
      cost: COMMITS_COST * shas.length,
    },
    Objects,
  );
  return itemsOf(
    shas.flatMap((_, index) =>
      answer[`c${index}`]
        ? [readGraphqlCommit(pass.name.identity, answer[`c${index}`])]
        : [],
    ),
  );
}

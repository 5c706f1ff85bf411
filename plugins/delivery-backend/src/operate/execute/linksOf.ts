import type { OperationProgress } from '../records';
import type { VersionMemory } from './VersionMemory';

/** The pull requests and runs that an operation has begun. */
export function linksOf({ waves }: VersionMemory): OperationProgress['links'] {
  return waves.flatMap(({ writes, runs = {} }) => [
    ...Object.values(writes).flatMap(({ pullRequest }) =>
      pullRequest
        ? [
            {
              title: `Pull request #${pullRequest.number}`,
              url: pullRequest.url,
            },
          ]
        : [],
    ),
    ...Object.values(runs).flatMap(({ name, url }) =>
      url ? [{ title: `Run of ${name}`, url }] : [],
    ),
  ]);
}

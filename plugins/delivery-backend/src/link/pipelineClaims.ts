import {
  DELIVERY_ANNOTATIONS as A,
  type EntityWarning,
} from '@throughline/plugin-delivery-common';
import type { TrustConfig } from '../config/linking';
import type { PipelineClaim } from './Claim';
import { judgePipeline } from './claimTrust';
import type { EntityFacts } from './EntityFacts';
import { readList } from './readList';

/** The annotations that name pipelines, and the system that each speaks of. */
const ANNOTATIONS = [
  {
    annotation: A.jenkinsJobFullName,
    system: A.jenkinsJobFullName.split('.')[0],
  },
] as const;

/** The instance that is meant where none is named, as existing annotations have it; the first where none has this name. */
const DEFAULT_INSTANCE = 'default';

/** The longest name of a pipeline; longer ones could not be looked up. */
const MAX_LENGTH = 300;

/** Reads the annotations that name pipelines: `job`, `folder/job` or `instance:folder/job`, separated by commas. */
export function pipelineClaims(
  entity: EntityFacts,
  context: {
    sourceIds: ReadonlySet<string>;
    trust: Pick<TrustConfig, 'pipelines'>;
  },
  warnings: EntityWarning[],
): PipelineClaim[] {
  return ANNOTATIONS.flatMap(({ annotation, system }) => {
    const known = [...context.sourceIds].filter(id =>
      id.startsWith(`${system}:`),
    );
    // Jobs of the same name on other instances are other people's.
    const unnamed =
      known.find(id => id === `${system}:${DEFAULT_INSTANCE}`) ?? known[0];
    return (readList(entity, annotation, warnings) ?? []).flatMap(entry => {
      const [, name, path] = /^(?:([\w.-]+):)?(.*)$/s.exec(entry) ?? [];
      const pipeline = (path ?? '').replace(/^\/+|\/+$/g, '');
      const sourceIds = name
        ? known.filter(id => id === `${system}:${name}`)
        : known.filter(id => id === unnamed);
      if (!pipeline || pipeline.length > MAX_LENGTH) {
        warnings.push({
          annotation,
          message: `'${entry.slice(
            0,
            80,
          )}' is no name of a job. Write it as folder/job, or instance:folder/job.`,
        });
        return [];
      }
      if (name && sourceIds.length === 0) {
        warnings.push({
          annotation,
          message: `There is no instance '${name.slice(0, 80)}'. ${
            known.length > 0
              ? `Configured are: ${known
                  .map(id => id.slice(system.length + 1))
                  .sort()
                  .join(', ')}.`
              : 'None is configured.'
          }`,
        });
      }
      return sourceIds.map(sourceId => {
        const { backed, reason } = judgePipeline(
          entity,
          sourceId,
          pipeline,
          context.trust,
        );
        return {
          annotation,
          system,
          sourceId,
          pipeline,
          backed,
          reason,
        };
      });
    });
  });
}

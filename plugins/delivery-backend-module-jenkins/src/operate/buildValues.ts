import { cleanMessage, SourceFailure } from '@throughline/plugin-delivery-node';
import { isSecretParameter } from '../map/parameters';
import type { RunnableJob } from './RunnableJob';
import { TOKEN_PARAMETER } from './TokenParameter';

/**
 * What a build of a job is asked for with; undefined where the job has no parameters. What is not given is left to the
 * job's own defaults.
 *
 * @param token - of the operation, for jobs that ask for it
 * @throws SourceFailure of kind `configuration` where the job does not ask for what is given, as Jenkins would drop it
 * and build something else
 */
export function buildValues(
  job: RunnableJob,
  given: Readonly<Record<string, string>>,
  token: string,
): Record<string, string> | undefined {
  const names = job.parameters.map(({ name }) => name);
  const stranger = Object.keys(given).find(name => !names.includes(name));
  if (stranger !== undefined) {
    throw new SourceFailure(
      'configuration',
      `${job.fullName} has no parameter '${cleanMessage(stranger, 100)}'`,
    );
  }
  if (names.length === 0) {
    return undefined;
  }
  return {
    ...given,
    ...(names.includes(TOKEN_PARAMETER) ? { [TOKEN_PARAMETER]: token } : {}),
  };
}

/**
 * Refuses what may be a secret: what a form holds is kept in the log of operations.
 *
 * @throws SourceFailure of kind `configuration`
 */
export function refuseSecrets(
  job: RunnableJob,
  given: Readonly<Record<string, string>>,
): void {
  const secret = job.parameters.find(
    one =>
      one.name in given &&
      isSecretParameter({ ...one, _class: one._class ?? one.type }),
  );
  if (secret) {
    throw new SourceFailure(
      'configuration',
      `'${cleanMessage(secret.name, 100)}' of ${
        job.fullName
      } may be a secret, and is not taken here`,
    );
  }
}

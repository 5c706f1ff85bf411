import { SourceFailure, webUrl } from '@throughline/plugin-delivery-node';
import type { JenkinsClient } from '../api/JenkinsClient';
import { BuildSchema } from '../api/schemas';
import { BUILD_STATE_TREE } from '../api/trees';
import { buildStatus, type BuildStatus } from '../map/buildStatus';
import { whereThere } from './whereThere';

/**
 * Reads how a build stands.
 *
 * @throws SourceFailure
 */
export async function readBuildState(
  client: JenkinsClient,
  job: string,
  number: number,
): Promise<BuildStatus & { url?: string }> {
  const what = `build ${number} of ${job}`;
  const answer = await whereThere(what, () =>
    client.build(job, number, BUILD_STATE_TREE),
  );
  const { data } = BuildSchema.safeParse(answer);
  if (!data) {
    throw new SourceFailure('protocol', `${what} cannot be read`);
  }
  const url = webUrl(data.url);
  return {
    ...buildStatus({
      running: data.building || data.inProgress === true,
      result: data.result,
    }),
    ...(url ? { url } : {}),
  };
}

import { BuildRecord } from '../BuildRecord';
import { causeObject } from './buildObject';

/** What a build wrote, so far. */
export function consoleText(build: BuildRecord, gitUrl: string): string {
  const lines = [
    String(causeObject(build.cause).shortDescription),
    '[Pipeline] Start of Pipeline',
    '[Pipeline] node',
    `Checking out git ${gitUrl}`,
    `Checking out Revision ${build.sha} (${build.branch})`,
    `Commit message: "${build.title}"`,
    ...build.stages.flatMap(stage => [
      '[Pipeline] stage',
      `[Pipeline] { (${stage.name})`,
      `+ ./ci/${stage.name.toLowerCase()}`,
      ...(stage.status === 'FAILED' ? ['script returned exit code 1'] : []),
      ...(stage.finishedAt ? ['[Pipeline] }'] : []),
    ]),
    ...(build.result
      ? ['[Pipeline] End of Pipeline', `Finished: ${build.result}`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

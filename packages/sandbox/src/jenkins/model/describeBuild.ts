import { BuildRecord, StageRecord } from '../BuildRecord';
import { itemUrl } from './urls';

const STATUSES: Record<string, string> = {
  SUCCESS: 'SUCCESS',
  UNSTABLE: 'UNSTABLE',
  FAILURE: 'FAILED',
  NOT_BUILT: 'NOT_EXECUTED',
  ABORTED: 'ABORTED',
};

/** A build, as the stage view tells it; its words are not those of the API. */
export function describeBuild(build: BuildRecord): Record<string, unknown> {
  const path = `${itemUrl('', build.job)}${build.number}`;
  const from = Date.parse(build.startedAt);
  const to = build.finishedAt ? Date.parse(build.finishedAt) : Date.now();
  return {
    _links: { self: { href: `${path}/wfapi/describe` } },
    id: String(build.number),
    name: `#${build.number}`,
    status: build.result ? STATUSES[build.result] : 'IN_PROGRESS',
    startTimeMillis: from,
    endTimeMillis: to,
    durationMillis: to - from,
    queueDurationMillis: from - Date.parse(build.queuedAt),
    pauseDurationMillis: 0,
    stages: build.stages.map((stage, index) =>
      describeStage(stage, String(6 + index * 5), path),
    ),
  };
}

function describeStage(
  stage: StageRecord,
  id: string,
  path: string,
): Record<string, unknown> {
  const from = Date.parse(stage.startedAt);
  const to = stage.finishedAt ? Date.parse(stage.finishedAt) : Date.now();
  return {
    _links: { self: { href: `${path}/execution/node/${id}/wfapi/describe` } },
    id,
    name: stage.name,
    execNode: '',
    status: stage.status,
    startTimeMillis: from,
    durationMillis: to - from,
    pauseDurationMillis: 0,
  };
}

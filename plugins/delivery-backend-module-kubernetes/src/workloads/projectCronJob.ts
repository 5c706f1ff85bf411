import type { Projection } from '@throughline/plugin-delivery-kubernetes-node';
import { z } from 'zod';
import { judgeCronJob } from '../health';
import { baseFacts, type ProjectOptions } from './baseFacts';
import { metadataSchema, templateSchema, time } from './schemas';
import type { WorkloadFacts } from './WorkloadFacts';

const schema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    schedule: z.string().min(1),
    timeZone: z.string().nullish(),
    suspend: z.boolean().nullish(),
    jobTemplate: z.object({ spec: z.object({ template: templateSchema }) }),
  }),
  status: z
    .object({
      lastScheduleTime: time,
      lastSuccessfulTime: time,
    })
    .nullish(),
});

/** Projects CronJobs; their health is judged again with their runs, see `judgeCronJob`. */
export function projectCronJob(
  options: ProjectOptions,
): Projection<WorkloadFacts> {
  return object => {
    const { metadata, spec, status } = schema.parse(object);
    const schedule = {
      cron: spec.schedule,
      ...(spec.timeZone && { timeZone: spec.timeZone }),
      ...(status?.lastScheduleTime && { lastRunAt: status.lastScheduleTime }),
      ...(status?.lastSuccessfulTime && {
        lastSuccessAt: status.lastSuccessfulTime,
      }),
      suspended: spec.suspend ?? false,
    };
    return {
      ...baseFacts(
        'batch',
        'CronJob',
        metadata,
        spec.jobTemplate.spec.template,
        options,
      ),
      health: judgeCronJob(schedule, undefined),
      schedule,
    };
  };
}

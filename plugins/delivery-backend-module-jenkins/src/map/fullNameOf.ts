/**
 * The full name of the job that a task of the queue is of. Where it is not told, its address holds it:
 * `…/job/team/job/checkout/` is `team/checkout`; a build's page, which ends in its number, is no job.
 */
export function fullNameOf(task: {
  fullName?: string | null;
  url?: string | null;
}): string | undefined {
  if (task.fullName) {
    return task.fullName;
  }
  const [path] = /(\/job\/[^/]+)+\/?$/.exec(task.url ?? '') ?? [];
  try {
    return path
      ?.replace(/\/$/, '')
      .split('/job/')
      .slice(1)
      .map(decodeURIComponent)
      .join('/');
  } catch {
    return undefined;
  }
}

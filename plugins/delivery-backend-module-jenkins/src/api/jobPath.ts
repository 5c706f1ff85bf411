/** `team/checkout` is at `job/team/job/checkout`; each name is encoded as a segment of its own. */
export function jobPath(fullName: string): string[] {
  return fullName === ''
    ? []
    : fullName.split('/').flatMap(name => ['job', name]);
}

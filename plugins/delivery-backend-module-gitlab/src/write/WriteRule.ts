import type { HostConfig } from '../config/HostConfig';
import { projectOf } from '../source/projectOf';

/** To which projects of a host may be written. */
export class WriteRule {
  constructor(
    /** False where nothing may be written, or patterns such as `gitlab.com/acme/*`. */
    private readonly allowed: boolean | readonly string[],
    private readonly host: Pick<HostConfig, 'host' | 'webUrl'>,
  ) {}

  /** The project as the API names it, where it may be written to; a reason where not. */
  judge(repository: string): string | { reason: string } {
    const { host } = this.host;
    const project = projectOf(repository, this.host);
    if (project === undefined) {
      return { reason: `it is no project of ${host}` };
    }
    const { allowed } = this;
    if (allowed === false) {
      return {
        reason: `nothing is written to ${host}: delivery.gitlab.write is not set`,
      };
    }
    return allowed === true || allowed.some(one => fits(one, repository))
      ? project
      : { reason: `delivery.gitlab.write does not name ${repository}` };
  }
}

const WILDCARDS: Readonly<Record<string, string>> = {
  '*': '[^/]*',
  '**': '.*',
};

/** `*` stands for any text within one name, `**` for groups of any depth as well. */
function fits(pattern: string, repository: string): boolean {
  const expression = pattern
    .toLocaleLowerCase('en-US')
    .split(/(\*{1,2})/)
    .map(part => WILDCARDS[part] ?? part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('');
  return new RegExp(`^${expression}$`).test(repository);
}

import type { HostConfig } from '../config/HostConfig';
import { pathOf } from '../source/pathOf';

/** To which repositories of a host may be written. */
export class WriteRule {
  constructor(
    /** False where nothing may be written, or patterns such as `gitea.example.com/acme/*`. */
    private readonly allowed: boolean | readonly string[],
    private readonly host: Pick<HostConfig, 'host' | 'webUrl'>,
  ) {}

  /** Owner and name, where it may be written to; a reason where not. */
  judge(repository: string): [string, string] | { reason: string } {
    const { host } = this.host;
    const path = pathOf(repository, this.host);
    if (!path) {
      return { reason: `it is no repository of ${host}` };
    }
    const { allowed } = this;
    if (allowed === false) {
      return {
        reason: `nothing is written to ${host}: delivery.gitea.write is not set`,
      };
    }
    return allowed === true || allowed.some(one => fits(one, repository))
      ? path
      : { reason: `delivery.gitea.write does not name ${repository}` };
  }
}

/** `*` stands for any text within one name. */
function fits(pattern: string, repository: string): boolean {
  const expression = pattern
    .toLocaleLowerCase('en-US')
    .split('*')
    .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]*');
  return new RegExp(`^${expression}$`).test(repository);
}

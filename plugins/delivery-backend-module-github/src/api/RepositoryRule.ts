import type { RepositoryName } from '../graphql/queryRepositories';
import { nameOf } from '../source/sweep';

/** With which repositories of a host something may be done. */
export class RepositoryRule {
  constructor(
    /** False where nothing may be done, or patterns such as `github.com/acme/*`. */
    private readonly allowed: boolean | readonly string[],
    private readonly host: string,
    /** The key below `delivery.github` that says so. */
    private readonly key: 'write' | 'operations',
  ) {}

  /** The repository, where it may be done there; a reason where not. */
  judge(repository: string): RepositoryName | { reason: string } {
    const name = nameOf(repository, this.host);
    if (!name) {
      return { reason: `it is no repository of ${this.host}` };
    }
    const { allowed, key } = this;
    if (allowed === false) {
      return {
        reason: `nothing of the kind is done at ${this.host}: delivery.github.${key} is not set`,
      };
    }
    return allowed === true || allowed.some(one => fits(one, name))
      ? name
      : { reason: `delivery.github.${key} does not name ${name.identity}` };
  }
}

function fits(pattern: string, { identity }: RepositoryName): boolean {
  const expression = pattern
    .toLocaleLowerCase('en-US')
    .split('*')
    .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]*');
  return new RegExp(`^${expression}$`).test(identity);
}

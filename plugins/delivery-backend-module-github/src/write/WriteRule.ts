import type { RepositoryName } from '../graphql/queryRepositories';
import { nameOf } from '../source/sweep';

/** To which repositories of a host may be written. */
export class WriteRule {
  constructor(
    /** False where nothing may be written, or patterns such as `github.com/acme/*`. */
    private readonly allowed: boolean | readonly string[],
    private readonly host: string,
  ) {}

  /** Why nothing at all may be written; undefined where something may. */
  get off(): string | undefined {
    return this.allowed === false
      ? `nothing is written to ${this.host}: delivery.github.write is not set`
      : undefined;
  }

  /** The repository, where it may be written to; a reason where not. */
  judge(repository: string): RepositoryName | { reason: string } {
    const name = nameOf(repository, this.host);
    if (!name) {
      return { reason: `it is no repository of ${this.host}` };
    }
    if (this.off !== undefined) {
      return { reason: this.off };
    }
    const { allowed } = this;
    return allowed === true || (allowed || []).some(one => fits(one, name))
      ? name
      : { reason: `delivery.github.write does not name ${name.identity}` };
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

import type { GithubCredentialsProvider } from '@backstage/integration';
import {
  cleanMessage,
  SourceFailure,
  urlSegment,
} from '@throughline/plugin-delivery-node';
import { BudgetTracker } from './BudgetTracker';
import type { HostConfig } from '../config/readHosts';

/** One holder of a rate limit: an App installed for an owner, or a token. */
export interface Installation {
  readonly key: string;
  readonly budget: BudgetTracker;
  /** Until when the upstream wants to be left alone, in milliseconds since 1970. */
  pausedUntil: number;
}

/** Credentials for one owner's repositories, with the installation that they count against. */
export interface Access {
  installation: Installation;
  token: string;
}

/** Finds the installation that an owner's repositories are read with. Tokens are kept and renewed by Backstage. */
export class Installations {
  readonly #known = new Map<string, Installation>();

  constructor(
    private readonly host: HostConfig,
    private readonly credentials: GithubCredentialsProvider,
    private readonly share: number,
  ) {}

  /**
   * Asked for each time, so that a token that was renewed counts at once.
   *
   * @throws SourceFailure of kind `authentication`
   */
  async access(owner: string): Promise<Access> {
    const { token, type } = await this.#credentialsOf(owner);
    if (!token) {
      throw new SourceFailure(
        'authentication',
        `There are no credentials for ${owner} at ${this.host.host}: is the App installed there?`,
      );
    }
    const key = type === 'app' ? owner : 'token';
    let installation = this.#known.get(key);
    if (!installation) {
      installation = {
        key,
        budget: new BudgetTracker(this.share),
        pausedUntil: 0,
      };
      this.#known.set(key, installation);
    }
    return { installation, token };
  }

  all(): Installation[] {
    return [...this.#known.values()];
  }

  async #credentialsOf(owner: string) {
    try {
      return await this.credentials.getCredentials({
        url: `${this.host.webUrl}/${urlSegment(owner)}`,
      });
    } catch (error) {
      throw new SourceFailure(
        statusOf(error) >= 500 ? 'unreachable' : 'authentication',
        `No token could be had for ${owner} at ${
          this.host.host
        }: ${cleanMessage((error as Error).message ?? '', 160)}`,
      );
    }
  }
}

function statusOf(error: unknown): number {
  const { status } = error as { status?: unknown };
  return typeof status === 'number' ? status : 0;
}

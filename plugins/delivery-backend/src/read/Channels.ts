import { createHmac } from 'node:crypto';

/**
 * Names of live-update channels. Whoever knows a name can listen to it, as signals are not checked; so names cannot
 * be guessed, are handed out by pages that were authorised, and carry nothing.
 */
export class Channels {
  constructor(private readonly secret: string) {}

  entity(ref: string): string {
    return this.#name(`entity ${ref}`);
  }

  fleet(): string {
    return this.#name('fleet');
  }

  #name(subject: string): string {
    const digest = createHmac('sha256', this.secret).update(subject).digest();
    return `delivery:${digest.toString('base64url').slice(0, 27)}`;
  }
}

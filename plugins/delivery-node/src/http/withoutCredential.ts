import type { Credential } from './Credential';

/**
 * A text of an upstream's without what was shown to it, which it may have repeated.
 *
 * @public
 */
export async function withoutCredential(
  text: string,
  credential: Credential | undefined,
): Promise<string> {
  return Object.values((await credential?.headers()) ?? {})
    .flatMap(value => [value, value.replace(/^\w+ /, '')])
    .reduce((rest, value) => rest.split(value).join('[removed]'), text);
}

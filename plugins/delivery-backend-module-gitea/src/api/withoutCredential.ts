import type { Credential } from '@throughline/plugin-delivery-node';

/** A text of the host's without what was shown to it, which it may have repeated. */
export async function withoutCredential(
  text: string,
  credential: Credential | undefined,
): Promise<string> {
  return Object.values((await credential?.headers()) ?? {})
    .flatMap(value => [value, value.replace(/^\w+ /, '')])
    .reduce((rest, value) => rest.split(value).join('[removed]'), text);
}

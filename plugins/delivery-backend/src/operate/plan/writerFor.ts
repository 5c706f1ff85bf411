import type {
  DeliverySource,
  RepositoryWriter,
} from '@throughline/plugin-delivery-node';

/** What writes to a repository, or why nothing does. */
export function writerFor(
  repository: string,
  sources: readonly DeliverySource[],
): RepositoryWriter | { reason: string } {
  let reason = `no source writes to ${repository}`;
  for (const { writer } of sources) {
    const answer = writer?.handles(repository);
    if (answer === true) {
      return writer!;
    }
    reason = answer?.reason ?? reason;
  }
  return { reason };
}

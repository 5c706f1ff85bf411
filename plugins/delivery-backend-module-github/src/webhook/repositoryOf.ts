import { z } from 'zod';
import { repositoryIdentity } from '@throughline/plugin-delivery-common';

const Payload = z.object({
  repository: z.object({ html_url: z.string().max(2_000) }),
});

/** The identity of the repository that an event is of. */
export function repositoryOf(payload: unknown): string | undefined {
  const { data } = Payload.safeParse(payload);
  return data ? repositoryIdentity(data.repository.html_url) : undefined;
}

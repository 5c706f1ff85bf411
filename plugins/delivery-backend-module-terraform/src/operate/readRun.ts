import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { HcpClient } from '../hcp/HcpClient';
import type { Included } from '../hcp/Included';
import { Run, type RunObject } from '../hcp/schemas';

/** @throws SourceFailure */
export async function readRun(
  client: HcpClient,
  id: string,
  signal: AbortSignal,
): Promise<{ run: RunObject; included: Included }> {
  const { data, included } = await client.one(
    ['runs', id],
    { include: 'plan' },
    signal,
  );
  const run = Run.safeParse(data).data;
  if (!run) {
    throw new SourceFailure(
      'protocol',
      'The run came in a form that is not known here',
    );
  }
  return { run, included };
}

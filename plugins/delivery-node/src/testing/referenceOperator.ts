import { z } from 'zod';
import {
  SourceFailure,
  type OperationSubject,
  type SourceOperation,
} from '../contract';
import { readWriteAnswer, UpstreamClient } from '../http';

/** Ways to break the contract of operations, one by one, to see that the kit notices. */
export type OperatorBreach =
  | 'neverFinds'
  | 'alwaysFinds'
  | 'actsInFollow'
  | 'tellsTokenOnAct'
  | 'claimsItFailed'
  | 'rawNames'
  | 'neverGivesUp';

const answerSchema = z.object({ tokens: z.array(z.string()) });

/** The smallest operation that keeps the contract, or breaks it in one way. */
export function createReferenceOperator(
  url: string,
  credential: string,
  breach?: string,
): SourceOperation {
  const client = new UpstreamClient({
    baseUrl: url,
    headers: () => ({ authorization: `Bearer ${credential}` }),
  });
  const request = (name: string, signal: AbortSignal) => ({
    path:
      breach === 'rawNames'
        ? ['things', ...name.split('../').filter(Boolean), 'restarts']
        : ['things', name, 'restarts'],
    signal: breach === 'neverGivesUp' ? AbortSignal.timeout(2_000) : signal,
  });
  const act = async (name: string, token: string, signal: AbortSignal) => {
    const answer = await client.request({
      ...request(name, signal),
      method: 'POST',
      body: token,
    });
    await readWriteAnswer(answer, { signal });
    return { name, token };
  };
  return {
    operation: 'restart',
    subject: 'target',
    resources: ['Thing'],
    async start({ subject, token }, { signal }) {
      try {
        return await act(nameOf(subject), token, signal);
      } catch (error) {
        if (breach === 'tellsTokenOnAct') {
          throw new SourceFailure('unreachable', `${credential}: ${error}`);
        }
        throw breach === 'claimsItFailed'
          ? new SourceFailure('protocol', 'It was not restarted')
          : error;
      }
    },
    async find({ subject, token }, { signal }) {
      const name = nameOf(subject);
      const { tokens } = answerSchema.parse(
        await client.json(request(name, signal)),
      );
      if (breach === 'neverFinds') {
        return undefined;
      }
      return breach === 'alwaysFinds' || tokens.includes(token)
        ? { name, token }
        : undefined;
    },
    async follow({ name, token }, { signal }) {
      if (breach === 'actsInFollow') {
        await act(name, token, signal);
      }
      const { tokens } = answerSchema.parse(
        await client.json(request(name, signal)),
      );
      return { state: tokens.includes(token) ? 'succeeded' : 'unknown' };
    },
  };
}

function nameOf(subject: OperationSubject): string {
  if (subject.kind !== 'target') {
    throw new SourceFailure('internal', 'Only things can be restarted');
  }
  return subject.target.name;
}

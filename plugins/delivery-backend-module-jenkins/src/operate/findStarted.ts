import { z } from 'zod';
import type {
  OperationHandle,
  OperationRequest,
} from '@throughline/plugin-delivery-node';
import type { JenkinsClient } from '../api/JenkinsClient';
import type { Actions } from '../api/schemas';
import { readStarted, type Started } from './readStarted';
import type { RunnableJob } from './RunnableJob';
import { TOKEN_PARAMETER } from './TokenParameter';
import { whereThere } from './whereThere';

/** Clocks, and a `Date` header that has no more than seconds, leave this much doubt. */
const DOUBT_MS = 3_000;

const Account = z.object({ name: z.string().min(1), anonymous: z.boolean() });

/**
 * Looks for the build that an operation has started. A job that asks for the token tells it. Of others, Jenkins keeps
 * nothing but the account: then it is the one build of the portal's account since the operation began, if there is one
 * and no other.
 *
 * @throws SourceFailure
 */
export async function findStarted(
  client: JenkinsClient,
  job: RunnableJob,
  { token, since }: Pick<OperationRequest, 'token' | 'since'>,
): Promise<OperationHandle | 'unsure' | undefined> {
  const { answer, now } = await whereThere('whoAmI', () => client.whoAmI());
  const begun =
    since === undefined
      ? -Infinity
      : Date.parse(since) + (now - Date.now()) - DOUBT_MS;
  const { started, reachesBackTo } = await readStarted(client, job.fullName);
  const account = nameOf(answer);
  const own = job.parameters.some(({ name }) => name === TOKEN_PARAMETER)
    ? started.filter(({ actions }) => tokenOf(actions) === token)
    : started.filter(one => isBy(one, account) && one.to >= begun);
  const builds = new Map(own.map(one => [one.handle.item, one]));
  if (builds.size === 0) {
    return reachesBackTo(begun) ? undefined : 'unsure';
  }
  const [found] = builds.values();
  // What waited or ran before may be what the request has joined, or another operation's.
  const isCertain =
    tokenOf(found.actions) === token ||
    (account !== undefined &&
      since !== undefined &&
      found.from >= begun &&
      reachesBackTo(begun));
  return builds.size === 1 && isCertain ? found.handle : 'unsure';
}

/** Undefined where Jenkins knows nobody in us: then any build may be ours. */
function nameOf(answer: unknown): string | undefined {
  const { data } = Account.safeParse(answer);
  return data?.anonymous ? undefined : data?.name;
}

/** Jenkins takes the names of users for the same whatever their case. */
function isBy({ actions }: Started, account: string | undefined): boolean {
  const lower = (name?: string | null) => name?.toLocaleLowerCase('en-US');
  return (
    account === undefined ||
    actions.causes.some(({ userId }) => lower(userId) === lower(account))
  );
}

function tokenOf({ parameters }: Actions): string | undefined {
  const value = parameters.find(({ name }) => name === TOKEN_PARAMETER)?.value;
  return value === undefined || value === null ? undefined : String(value);
}

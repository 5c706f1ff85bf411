import { z } from 'zod';
import { pages } from '../../api/pages';
import type { RepositoryCall } from '../../api/RepositoryCall';
import type { Pull } from './PullSchema';
import type { MergeFacts, Protection } from './waitsFor';

const REVIEW_PAGES = 4;

const Branch = z.object({
  protected: z.boolean().nullish(),
  required_approvals: z.number().int().nullish(),
  enable_status_check: z.boolean().nullish(),
  status_check_contexts: z.array(z.string()).nullish(),
});

const Combined = z.object({
  statuses: z
    .array(z.object({ context: z.string(), status: z.string() }))
    .nullish(),
});

const Review = z.object({
  state: z.string(),
  official: z.boolean().nullish(),
  dismissed: z.boolean().nullish(),
  user: z.object({ login: z.string() }).nullish(),
});

const JUDGEMENTS = ['APPROVED', 'REQUEST_CHANGES'];

/**
 * What an open pull request waits for, in facts.
 *
 * @throws SourceFailure
 */
export async function readMergeFacts(
  call: RepositoryCall,
  pull: Pull,
): Promise<MergeFacts> {
  const protection = await readProtection(call, pull.base.ref ?? '');
  return {
    isDraft: pull.draft ?? false,
    mergeable: pull.mergeable ?? true,
    protection,
    statuses: protection.requiredStatuses
      ? await readStatuses(call, pull.head.sha ?? '')
      : [],
    reviews: await readReviews(call, pull.number),
  };
}

async function readProtection(
  call: RepositoryCall,
  branch: string,
): Promise<Protection> {
  const { json } = await call.send({
    asked: 'look at the base branch',
    path: ['branches', ...branch.split('/')],
  });
  const { data } = Branch.safeParse(json);
  if (!data) {
    throw call.misshapen('The base branch');
  }
  return {
    requiredApprovals: data.protected ? data.required_approvals ?? 0 : 0,
    ...(data.protected && data.enable_status_check
      ? { requiredStatuses: data.status_check_contexts ?? [] }
      : {}),
  };
}

async function readStatuses(
  call: RepositoryCall,
  sha: string,
): Promise<MergeFacts['statuses']> {
  const { json } = await call.send({
    asked: 'look at commit statuses',
    path: ['commits', sha, 'status'],
    query: { limit: 50 },
  });
  const { data } = Combined.safeParse(json);
  if (!data) {
    throw call.misshapen('The statuses');
  }
  return (data.statuses ?? []).map(({ context, status }) => ({
    context,
    state: status,
  }));
}

/** The newest judgement of each reviewer whose word counts. */
async function readReviews(
  call: RepositoryCall,
  number: number,
): Promise<string[]> {
  const newest = new Map<string, string>();
  const list = pages(
    call,
    {
      asked: 'look at reviews',
      path: ['pulls', String(number), 'reviews'],
    },
    REVIEW_PAGES,
  );
  for await (const { items } of list) {
    for (const node of items) {
      const { data } = Review.safeParse(node);
      const login = data?.user?.login;
      if (data && login && data.official && JUDGEMENTS.includes(data.state)) {
        newest.set(login, data.dismissed ? '' : data.state);
      }
    }
  }
  return [...newest.values()].filter(Boolean);
}

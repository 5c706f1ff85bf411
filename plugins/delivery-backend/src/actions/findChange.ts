import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { ChangeView } from '@throughline/plugin-delivery-common';
import type { DeliveryService } from '../read/DeliveryService';
import { defined } from '../read/summaries';
import { CallerView } from './CallerView';
import { entityRefInput, readEntityRef } from './entityRef';
import { READ_ONLY } from './readOnly';

const PAGE = 100;
const MAX_PAGES = 5;
const MAX_FOUND = 20;

/** How far a change has come. */
export function registerFindChange(
  registry: ActionsRegistryService,
  delivery: DeliveryService,
): void {
  registry.register({
    name: 'find-change',
    title: 'Find a change',
    description:
      'Finds changes of a service by commit, pull request or words, and tells how far each has come: its pipeline run, its image, and for each environment whether it runs there. Whether it is somewhere is told as unknown, with the reason, where that cannot be told.',
    attributes: READ_ONLY,
    schema: {
      input: z =>
        z.object({
          entityRef: entityRefInput(z),
          change: z
            .string()
            .min(1)
            .max(200)
            .describe(
              'The commit (its first digits will do, at least 7), the number of the pull request such as "#12", or words of the commit’s or the pull request’s title',
            ),
        }),
      output: z =>
        z.object({
          changes: z
            .array(
              z.object({
                sha: z.string(),
                subject: z.string(),
                author: z.string(),
                committedAt: z.string().describe('ISO 8601'),
                url: z.string().optional(),
                onMain: z
                  .boolean()
                  .describe('False for what is not on the main branch'),
                pullRequest: z
                  .object({
                    number: z.number(),
                    title: z.string(),
                    url: z.string(),
                  })
                  .optional(),
                run: z.string().optional().describe('How its pipeline ended'),
                image: z.string().optional(),
                environments: z.array(
                  z.object({
                    environment: z.string(),
                    state: z.enum(['here', 'partly', 'notYet', 'unknown']),
                    certainty: z.enum(['certain', 'inferred']),
                    reason: z.string().optional(),
                  }),
                ),
              }),
            )
            .describe(`Newest first, at most ${MAX_FOUND}`),
          searched: z.number().describe('How many changes were looked at'),
          complete: z
            .boolean()
            .describe('False where there are older changes that were not'),
        }),
    },
    examples: [
      {
        title: 'Where a pull request has come to',
        input: { entityRef: 'component:default/checkout', change: '#12' },
      },
    ],
    action: async ({ input, credentials }) => {
      const entityRef = readEntityRef(input.entityRef);
      const view = new CallerView(delivery, credentials);
      const isWanted = matcherOf(input.change);
      const found: ChangeView[] = [];
      let searched = 0;
      let cursor: string | undefined;
      for (let read = 0; read < MAX_PAGES; read++) {
        const page = await view.changes(entityRef, { cursor, limit: PAGE });
        searched += page.items.length;
        found.push(...page.items.filter(isWanted));
        cursor = page.nextCursor;
        if (!cursor || found.length >= MAX_FOUND) {
          break;
        }
      }
      return {
        output: {
          changes: found.slice(0, MAX_FOUND).map(changeOf),
          searched,
          complete: cursor === undefined && found.length <= MAX_FOUND,
        },
      };
    },
  });
}

function matcherOf(text: string): (change: ChangeView) => boolean {
  const wanted = text.trim().toLocaleLowerCase('en-US');
  if (/^#\d+$/.test(wanted)) {
    return ({ pullRequest }) => `#${pullRequest?.number}` === wanted;
  }
  const isSha = /^[0-9a-f]{7,40}$/.test(wanted);
  return ({ commit, pullRequest }) =>
    (isSha && commit.sha.startsWith(wanted)) ||
    [commit.subject, pullRequest?.title].some(title =>
      title?.toLocaleLowerCase('en-US').includes(wanted),
    );
}

function changeOf({
  commit,
  onMain,
  pullRequest,
  run,
  artifact,
  reach,
}: ChangeView) {
  return defined({
    sha: commit.sha,
    subject: commit.subject,
    author: commit.author.name,
    committedAt: commit.committedAt,
    url: commit.url,
    onMain,
    pullRequest: pullRequest && {
      number: pullRequest.number,
      title: pullRequest.title,
      url: pullRequest.url,
    },
    run: run?.status.status,
    image: artifact && imageName(artifact.image),
    environments: reach,
  });
}

function imageName({
  repository,
  tag,
  digest,
}: {
  repository: string;
  tag?: string;
  digest?: string;
}): string {
  const tagged = tag ? `${repository}:${tag}` : repository;
  return digest ? `${tagged}@${digest}` : tagged;
}

import {
  SourceFailure,
  type OperateContext,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { WriteClient } from '../../api/WriteClient';
import type { RepositoryName } from '../../graphql/queryRepositories';

const PAGE = 100;
const PAGES = 5;

const Events = z.array(z.unknown());
const Event = z.object({
  event: z.enum(['base_ref_changed', 'automatic_base_change_succeeded']),
});

/**
 * Whether the branch that a pull request is to be merged into was ever changed: by somebody, or by GitHub where that
 * branch was removed. What was judged for one branch was not judged for another.
 *
 * @throws SourceFailure
 */
export async function wasRetargeted(
  client: WriteClient,
  name: RepositoryName,
  number: number,
  context: OperateContext,
): Promise<boolean> {
  for (let page = 1; page <= PAGES; page += 1) {
    const { status, json, more } = await client.call(
      name,
      {
        asked: 'look at what became of a pull request',
        path: ['issues', String(number), 'events'],
        query: { per_page: PAGE, page },
        permission: 'pull_requests: write',
        // A host that keeps no events.
        accept: [404, 410],
      },
      context,
    );
    if (status >= 300) {
      return false;
    }
    const { data } = Events.safeParse(json);
    if (!data) {
      throw new SourceFailure(
        'protocol',
        `What became of pull request ${number} of ${name.identity} was told in another shape`,
      );
    }
    if (data.some(each => Event.safeParse(each).success)) {
      return true;
    }
    if (!more) {
      return false;
    }
  }
  throw new SourceFailure(
    'protocol',
    `More has become of pull request ${number} of ${name.identity} than is looked through: whether it is for another branch by now cannot be told`,
  );
}

import {
  SourceFailure,
  type OperateContext,
} from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import type { RepositoryName } from '../../graphql/queryRepositories';
import type { WriteClient } from '../../api/WriteClient';

/** Files of one query, so that it stays within what the upstream answers in time. */
const BATCH = 40;

const oid = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/);

const Entry = z
  .object({
    oid,
    mode: z.number().int(),
    type: z.string(),
    object: z
      .object({
        text: z.string().nullish(),
        isTruncated: z.boolean().nullish(),
      })
      .nullish(),
  })
  .nullish();

const Commit = z.looseObject({ oid, tree: z.object({ oid }) });

/** What is at a path. */
export interface TreeEntry {
  oid: string;
  /** Git's mode, in octal digits. */
  mode: string;
  type: string;
  /** What the upstream shows of its content: text may have been changed on the way. */
  text?: string;
}

/** A commit's tree, and what is at some paths of it. */
export interface LookUp {
  commit: string;
  tree: string;
  entries: ReadonlyMap<string, TreeEntry>;
}

/**
 * Looks paths up at a commit, many at once.
 *
 * @throws SourceFailure
 */
export async function lookUpFiles(
  client: WriteClient,
  name: RepositoryName,
  request: { ref: string; paths: readonly string[]; contents: boolean },
  context: OperateContext,
): Promise<LookUp> {
  const { ref, paths, contents } = request;
  const entries = new Map<string, TreeEntry>();
  let found: Pick<LookUp, 'commit' | 'tree'> | undefined;
  for (let from = 0; from === 0 || from < paths.length; from += BATCH) {
    const batch = paths.slice(from, from + BATCH);
    const content = contents
      ? 'object { ... on Blob { text isTruncated } }'
      : '';
    const repository = await client.query(
      name,
      {
        asked: 'look files up',
        permission: 'contents: write',
        declarations: `, $ref: String!${batch
          .map((_, index) => `, $p${index}: String!`)
          .join('')}`,
        selection: `object(expression: $ref) { ... on Commit { oid tree { oid } ${batch
          .map(
            (_, index) =>
              `f${index}: file(path: $p${index}) { oid mode type ${content} }`,
          )
          .join(' ')} } }`,
        variables: {
          ref,
          ...Object.fromEntries(
            batch.map((path, index) => [`p${index}`, path]),
          ),
        },
      },
      context,
    );
    const commit = Commit.safeParse(repository.object).data;
    if (!commit) {
      throw new SourceFailure(
        'protocol',
        `${name.identity} has no commit '${ref.slice(0, 60)}'`,
      );
    }
    found = { commit: commit.oid, tree: commit.tree.oid };
    batch.forEach((path, index) => {
      const entry = readEntry(commit[`f${index}`], name, path);
      if (entry) {
        entries.set(path, entry);
      }
    });
  }
  return { ...found!, entries };
}

function readEntry(
  value: unknown,
  name: RepositoryName,
  path: string,
): TreeEntry | undefined {
  const { data, success } = Entry.safeParse(value);
  if (!success) {
    throw new SourceFailure(
      'protocol',
      `What ${name.identity} tells of ${path.slice(0, 200)} has another shape`,
    );
  }
  if (!data) {
    return undefined;
  }
  const text = data.object?.isTruncated ? undefined : data.object?.text;
  return {
    oid: data.oid,
    mode: data.mode.toString(8).padStart(6, '0'),
    type: data.type,
    ...(typeof text === 'string' ? { text } : {}),
  };
}

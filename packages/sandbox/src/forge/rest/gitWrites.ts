import { Router } from 'express';
import { z } from 'zod';
import { Forge } from '../Forge';
import { missingChecks } from '../mergeState';
import { gitCommitPayload, refPayload } from '../payloads/gitObjects';
import { apiUrl } from '../payloads/repository';
import { GitWrites } from '../write/GitWrites';
import { signatureOf } from '../write/mergePull';
import {
  bodyOf,
  commitOf,
  handle,
  repositoryOf,
  RestError,
  send,
} from './answer';
import { actorOf } from './authenticate';

const sha = z.string().regex(/^[0-9a-f]{40}$/);

const blobBody = z.object({
  content: z.string(),
  encoding: z.enum(['utf-8', 'base64']).default('utf-8'),
});

const treeBody = z.object({
  base_tree: sha.optional(),
  tree: z
    .array(
      z.object({
        path: z.string().min(1),
        mode: z.enum(['100644', '100755', '040000', '160000', '120000']),
        type: z.enum(['blob', 'tree', 'commit']).optional(),
        sha: sha.nullish(),
        content: z.string().optional(),
      }),
    )
    .min(1),
});

const person = z.object({
  name: z.string().min(1),
  email: z.string().min(1),
  date: z.string().optional(),
});

const commitBody = z.object({
  message: z.string(),
  tree: sha,
  parents: z.array(sha).default([]),
  author: person.optional(),
  committer: person.optional(),
});

const newRefBody = z.object({ ref: z.string(), sha });
const moveBody = z.object({ sha, force: z.boolean().default(false) });

/** What Git takes for the name of a ref. */
const REF = /^refs\/(heads|tags)\/(?!.*(\.\.|\/\/|\.lock$))[\w][\w./-]*$/;

/** Makes Git's objects and moves refs. */
export function gitWriteRoutes(forge: Forge, writes: GitWrites): Router {
  const router = Router();
  const base = '/repos/:owner/:repo/git';

  router.post(
    `${base}/blobs`,
    handle(async (req, res) => {
      const { fullName } = writable(writes, repositoryOf(forge, req));
      const { content, encoding } = bodyOf(req, blobBody);
      const oid = await writes.blob(
        fullName,
        Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8'),
      );
      res.status(201);
      send(req, res, {
        sha: oid,
        url: `${apiUrl(forge, fullName)}/git/blobs/${oid}`,
      });
    }),
  );

  router.post(
    `${base}/trees`,
    handle(async (req, res) => {
      const { fullName } = writable(writes, repositoryOf(forge, req));
      const body = bodyOf(req, treeBody);
      const strange = body.tree.find(({ path }) =>
        path.split('/').some(part => /^(|\.|\.\.|\.git)$/i.test(part)),
      );
      if (strange) {
        throw new RestError(
          422,
          'tree.path contains a malformed path component',
        );
      }
      if (
        body.base_tree &&
        !(await forge.code.tree(fullName, body.base_tree, false))
      ) {
        throw new RestError(422, 'base_tree is not a valid tree oid');
      }
      const oid = await writes.tree(
        fullName,
        body.base_tree,
        body.tree.map(({ sha: known, ...entry }) => ({
          ...entry,
          ...(known && { sha: known }),
        })),
      );
      const made = oid && (await forge.code.tree(fullName, oid, false));
      if (!made) {
        throw new RestError(422, 'GitRPC::BadObjectState');
      }
      const api = apiUrl(forge, fullName);
      res.status(201);
      send(req, res, {
        sha: oid,
        url: `${api}/git/trees/${oid}`,
        tree: made.entries.map(entry => ({
          path: entry.path,
          mode: entry.mode,
          type: entry.type,
          sha: entry.oid,
          ...(entry.size !== undefined && { size: entry.size }),
          url: `${api}/git/${entry.type}s/${entry.oid}`,
        })),
        truncated: false,
      });
    }),
  );

  router.get(
    `${base}/commits/:sha`,
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const commit = await commitOf(forge, info, req.params.sha);
      send(req, res, gitCommitPayload(forge, info.fullName, commit));
    }),
  );

  router.post(
    `${base}/commits`,
    handle(async (req, res) => {
      const info = writable(writes, repositoryOf(forge, req));
      const body = bodyOf(req, commitBody);
      if (!(await forge.code.tree(info.fullName, body.tree, false))) {
        throw new RestError(422, 'Tree SHA does not exist');
      }
      for (const parent of body.parents) {
        if (!(await forge.code.commit(info.fullName, parent))) {
          throw new RestError(
            422,
            'Parent SHA does not exist or is not a commit object',
          );
        }
      }
      const made = await writes.commit(info.fullName, {
        ...body,
        author: body.author ?? signatureOf(actorOf(req)),
      });
      res.status(201);
      send(
        req,
        res,
        gitCommitPayload(
          forge,
          info.fullName,
          await commitOf(forge, info, made),
        ),
      );
    }),
  );

  router.post(
    `${base}/refs`,
    handle(async (req, res) => {
      const info = writable(writes, repositoryOf(forge, req));
      const body = bodyOf(req, newRefBody);
      if (!REF.test(body.ref)) {
        throw new RestError(422, `${body.ref} is not a valid ref name.`);
      }
      if (!(await forge.code.commit(info.fullName, body.sha))) {
        throw new RestError(422, 'Object does not exist');
      }
      const moved = await writes.createRef(
        info.fullName,
        body.ref,
        body.sha,
        actorOf(req),
      );
      if (moved === 'exists') {
        throw new RestError(422, 'Reference already exists');
      }
      res.status(201);
      send(req, res, refPayload(forge, info.fullName, body.ref, body.sha));
    }),
  );

  router.patch(
    `${base}/refs/*`,
    handle(async (req, res) => {
      const info = writable(writes, repositoryOf(forge, req));
      const body = bodyOf(req, moveBody);
      const ref = `refs/${req.params[0]}`;
      if (!(await forge.code.commit(info.fullName, body.sha))) {
        throw new RestError(422, 'Object does not exist');
      }
      const branch = ref.replace('refs/heads/', '');
      const [missing] = missingChecks(forge, info.fullName, branch, body.sha);
      if (missing) {
        throw new RestError(
          422,
          `Required status check "${missing}" is expected.`,
        );
      }
      const moved = await writes.moveRef(
        info.fullName,
        ref,
        body,
        actorOf(req),
      );
      if (moved !== 'moved') {
        throw new RestError(
          422,
          moved === 'missing'
            ? 'Reference does not exist'
            : 'Update is not a fast forward',
        );
      }
      send(req, res, refPayload(forge, info.fullName, ref, body.sha));
    }),
  );

  router.delete(
    `${base}/refs/*`,
    handle(async (req, res) => {
      const info = writable(writes, repositoryOf(forge, req));
      const ref = `refs/${req.params[0]}`;
      if (ref === 'refs/heads/main') {
        throw new RestError(422, 'Cannot delete the default branch');
      }
      const moved = await writes.deleteRef(info.fullName, ref, actorOf(req));
      if (moved === 'missing') {
        throw new RestError(422, 'Reference does not exist');
      }
      res.status(204).end();
    }),
  );
  return router;
}

/** A repository on disk; what is made up cannot be written to. */
function writable<T extends { fullName: string }>(
  writes: GitWrites,
  info: T,
): T {
  if (!writes.has(info.fullName)) {
    throw new RestError(403, 'Repository was archived so is read-only.');
  }
  return info;
}

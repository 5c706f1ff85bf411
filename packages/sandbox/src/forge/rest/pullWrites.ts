import { Router } from 'express';
import { z } from 'zod';
import { DiskRepositories } from '../../git';
import { ForgeEvent } from '../actions/Actions';
import { RepositoryInfo } from '../code/CodeHost';
import { Forge } from '../Forge';
import { JournaledRecords } from '../ForgeRecords';
import { fullPullPayload } from '../payloads/pull';
import { commentPayload } from '../payloads/status';
import { PullRecord } from '../records';
import { GitWrites } from '../write/GitWrites';
import { mergePull } from '../write/mergePull';
import { openPull } from '../write/openPull';
import { bodyOf, handle, repositoryOf, RestError, send } from './answer';
import { actorOf } from './authenticate';

const openBody = z.object({
  title: z.string().min(1),
  head: z.string().min(1),
  base: z.string().min(1),
  body: z.string().nullish(),
  draft: z.boolean().default(false),
});

const changeBody = z.object({
  title: z.string().min(1).optional(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']).optional(),
});

const mergeBody = z.object({
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
  sha: z.string().optional(),
  merge_method: z.enum(['merge', 'squash', 'rebase']).default('merge'),
});

const commentBody = z.object({ body: z.string().min(1) });

/** Opens, changes, merges pull requests and comments on them. */
export function pullWriteRoutes(parts: {
  forge: Forge;
  writes: GitWrites;
  records: JournaledRecords;
  repositories: DiskRepositories;
  emit: (event: ForgeEvent) => void;
}): Router {
  const { forge, records, emit } = parts;
  const router = Router();
  const pulls = '/repos/:owner/:repo/pulls';
  const pullOf = (info: RepositoryInfo, number: string): PullRecord => {
    const pull = records
      .pulls(info.fullName)
      .find(each => String(each.number) === number);
    if (!pull) {
      throw new RestError(404, 'Not Found');
    }
    return pull;
  };

  router.post(
    pulls,
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const repository = info.fullName;
      const body = bodyOf(req, openBody);
      const branch = body.head.split(':').pop() ?? '';
      const at = (name: string) =>
        forge.code.resolve(repository, `refs/heads/${name}`);
      const [head, base] = [await at(branch), await at(body.base)];
      if (!head || !base) {
        throw new RestError(422, 'Validation Failed', [
          {
            resource: 'PullRequest',
            field: head ? 'base' : 'head',
            code: 'invalid',
          },
        ]);
      }
      const isOpen = records
        .pulls(repository)
        .some(
          each =>
            each.state === 'open' &&
            each.head.ref === branch &&
            each.base.ref === body.base,
        );
      const compared = await forge.code.compare(repository, base, head);
      const problem =
        (isOpen &&
          `A pull request already exists for ${req.params.owner}:${branch}.`) ||
        (compared?.ahead.length === 0 &&
          `No commits between ${body.base} and ${branch}`);
      if (problem) {
        throw new RestError(422, 'Validation Failed', [
          { resource: 'PullRequest', code: 'custom', message: problem },
        ]);
      }
      const pull = await openPull(parts, repository, {
        title: body.title,
        body: body.body ?? null,
        author: actorOf(req),
        draft: body.draft,
        head: { ref: branch, sha: head },
        base: { ref: body.base, sha: base },
      });
      emit({
        kind: 'pull_request',
        action: 'opened',
        repository,
        pull,
        actor: actorOf(req),
      });
      res.status(201);
      send(req, res, await fullPullPayload(forge, info, pull));
    }),
  );

  router.patch(
    `${pulls}/:number`,
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const body = bodyOf(req, changeBody);
      const pull = pullOf(info, req.params.number);
      const closes = body.state === 'closed' && pull.state === 'open';
      if (body.state === 'open' && pull.state === 'closed') {
        throw new RestError(422, 'Validation Failed', [
          {
            resource: 'PullRequest',
            code: 'custom',
            message: 'state cannot be changed.',
          },
        ]);
      }
      const now = new Date().toISOString();
      const next: PullRecord = {
        ...pull,
        ...(body.title && { title: body.title }),
        ...(body.body !== undefined && { body: body.body }),
        ...(closes && { state: 'closed' as const, closedAt: now }),
        updatedAt: now,
      };
      await records.save(info.fullName, next);
      if (closes) {
        emit({
          kind: 'pull_request',
          action: 'closed',
          repository: info.fullName,
          pull: next,
          actor: actorOf(req),
        });
      }
      send(req, res, await fullPullPayload(forge, info, next));
    }),
  );

  router.put(
    `${pulls}/:number/merge`,
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const body = bodyOf(req, mergeBody);
      const pull = pullOf(info, req.params.number);
      if (body.sha && body.sha !== pull.head.sha) {
        throw new RestError(
          409,
          'Head branch was modified. Review and try the merge again.',
        );
      }
      const method = body.merge_method;
      if (method === 'rebase') {
        throw new RestError(
          405,
          'Rebase merges are not allowed on this repository.',
        );
      }
      const merged = await mergePull(parts, info, pull.number, {
        method,
        title: body.commit_title,
        message: body.commit_message,
        actor: actorOf(req),
      });
      if (!merged) {
        throw new RestError(405, 'Pull Request is not mergeable');
      }
      emit({
        kind: 'pull_request',
        action: 'closed',
        repository: info.fullName,
        pull: merged,
        actor: actorOf(req),
      });
      send(req, res, {
        sha: merged.mergeSha,
        merged: true,
        message: 'Pull Request successfully merged',
      });
    }),
  );

  const comments = '/repos/:owner/:repo/issues/:number/comments';
  router.get(
    comments,
    handle((req, res) => {
      const info = repositoryOf(forge, req);
      const pull = pullOf(info, req.params.number);
      send(
        req,
        res,
        (pull.comments ?? []).map(comment =>
          commentPayload(forge, info.fullName, pull.number, comment),
        ),
      );
    }),
  );
  router.post(
    comments,
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const { body } = bodyOf(req, commentBody);
      const pull = pullOf(info, req.params.number);
      const known = pull.comments ?? [];
      const now = new Date().toISOString();
      const comment = {
        id: pull.number * 1_000 + known.length + 1,
        author: actorOf(req),
        body,
        createdAt: now,
      };
      await records.save(info.fullName, {
        ...pull,
        comments: [...known, comment],
        updatedAt: now,
      });
      res.status(201);
      send(
        req,
        res,
        commentPayload(forge, info.fullName, pull.number, comment),
      );
    }),
  );
  return router;
}

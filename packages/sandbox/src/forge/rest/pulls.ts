import { Router } from 'express';
import { Forge } from '../Forge';
import { commitPayload, filePayload } from '../payloads/commit';
import { fullPullPayload, pullPayload } from '../payloads/pull';
import { PullRecord } from '../records';
import { handle, page, repositoryOf, RestError, send, text } from './answer';

/** Pull requests. */
export function pullRoutes(forge: Forge): Router {
  const router = Router();
  const pullOf = (repository: string, number: string): PullRecord => {
    const pull = forge.records
      .pulls(repository)
      .find(each => String(each.number) === number);
    if (!pull) {
      throw new RestError(404, 'Not Found');
    }
    return pull;
  };

  router.get(
    '/repos/:owner/:repo/pulls',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const state = text(req.query.state) ?? 'open';
      const head = text(req.query.head)?.split(':').pop();
      const base = text(req.query.base);
      const key =
        text(req.query.sort) === 'updated' ? 'updatedAt' : 'createdAt';
      const sorted = forge.records
        .pulls(info.fullName)
        .filter(pull => state === 'all' || pull.state === state)
        .filter(pull => !head || pull.head.ref === head)
        .filter(pull => !base || pull.base.ref === base)
        .sort((a, b) => a[key].localeCompare(b[key]) || a.number - b.number);
      // Newest first, unless sorted by something or asked otherwise.
      const ascending =
        text(req.query.direction) === 'asc' ||
        (!req.query.direction &&
          text(req.query.sort) !== undefined &&
          key !== 'createdAt');
      const ordered = ascending ? sorted : sorted.reverse();
      send(
        req,
        res,
        await Promise.all(
          page(forge, req, res, ordered).map(pull =>
            pullPayload(forge, info, pull),
          ),
        ),
      );
    }),
  );

  router.get(
    '/repos/:owner/:repo/pulls/:number',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const pull = pullOf(info.fullName, req.params.number);
      send(req, res, await fullPullPayload(forge, info, pull));
    }),
  );

  const comparisonOf = async (repository: string, pull: PullRecord) => {
    const found = await forge.code.compare(
      repository,
      pull.base.sha,
      pull.head.sha,
    );
    if (!found) {
      throw new RestError(404, 'Not Found');
    }
    return found;
  };

  router.get(
    '/repos/:owner/:repo/pulls/:number/commits',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const pull = pullOf(info.fullName, req.params.number);
      const { ahead } = await comparisonOf(info.fullName, pull);
      send(
        req,
        res,
        page(forge, req, res, ahead.slice(0, 250)).map(commit =>
          commitPayload(forge, info.fullName, commit),
        ),
      );
    }),
  );

  router.get(
    '/repos/:owner/:repo/pulls/:number/files',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const pull = pullOf(info.fullName, req.params.number);
      const { files } = await comparisonOf(info.fullName, pull);
      send(
        req,
        res,
        page(forge, req, res, files).map(file =>
          filePayload(forge, info.fullName, pull.head.sha, file),
        ),
      );
    }),
  );
  return router;
}

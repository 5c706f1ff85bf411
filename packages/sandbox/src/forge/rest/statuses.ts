import { Router } from 'express';
import { z } from 'zod';
import { Forge } from '../Forge';
import { JournaledRecords } from '../ForgeRecords';
import { apiUrl, minimalRepositoryPayload } from '../payloads/repository';
import { simpleStatusPayload, statusPayload } from '../payloads/status';
import { StatusRecord } from '../records';
import {
  bodyOf,
  commitOf,
  handle,
  repositoryOf,
  RestError,
  send,
} from './answer';
import { actorOf } from './authenticate';

const statusBody = z.object({
  state: z.enum(['error', 'failure', 'pending', 'success']),
  target_url: z.url().nullish(),
  description: z.string().nullish(),
  context: z.string().default('default'),
});

/** What others say of commits. */
export function statusRoutes(forge: Forge, records: JournaledRecords): Router {
  const router = Router();
  let lastId = 0;

  router.get(
    '/repos/:owner/:repo/commits/:ref(*)/status',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const { sha } = await commitOf(forge, info, req.params.ref);
      const statuses = forge.records.statuses(info.fullName, sha);
      const url = `${apiUrl(forge, info.fullName)}/commits/${sha}`;
      send(req, res, {
        state: combined(statuses),
        statuses: statuses.map(each =>
          simpleStatusPayload(forge, info.fullName, each),
        ),
        sha,
        total_count: statuses.length,
        repository: minimalRepositoryPayload(forge, info),
        commit_url: url,
        url: `${url}/status`,
      });
    }),
  );

  router.post(
    '/repos/:owner/:repo/statuses/:sha',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const body = bodyOf(req, statusBody);
      const { sha } = await commitOf(forge, info, req.params.sha);
      if ([...(body.description ?? '')].length > 140) {
        throw new RestError(422, 'Validation Failed', [
          {
            resource: 'Status',
            code: 'custom',
            field: 'description',
            message: 'description is too long (maximum is 140 characters)',
          },
        ]);
      }
      lastId = Math.max(lastId + 1, Date.now());
      const status: StatusRecord = {
        kind: 'status',
        id: lastId,
        sha,
        context: body.context,
        state: body.state,
        description: body.description ?? null,
        targetUrl: body.target_url ?? null,
        creator: actorOf(req),
        createdAt: new Date().toISOString(),
      };
      await records.save(info.fullName, status);
      res.status(201);
      send(req, res, statusPayload(forge, info.fullName, status));
    }),
  );
  return router;
}

/** As upstream, nothing at all is pending. */
function combined(statuses: readonly StatusRecord[]): string {
  const states = new Set(statuses.map(({ state }) => state));
  if (states.has('failure') || states.has('error')) {
    return 'failure';
  }
  return statuses.length === 0 || states.has('pending') ? 'pending' : 'success';
}

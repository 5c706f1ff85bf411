import { Router } from 'express';
import { environmentPayload } from '../payloads/environment';
import { Forge } from '../Forge';
import { handle, page, repositoryOf, send } from './answer';

/** The environments of repositories: those that something was deployed to. Nothing protects them. */
export function environmentRoutes(forge: Forge): Router {
  const router = Router();
  router.get(
    '/repos/:owner/:repo/environments',
    handle((req, res) => {
      const info = repositoryOf(forge, req);
      const names = new Set(
        forge.records
          .deployments(info.fullName)
          .map(({ environment }) => environment),
      );
      const all = [...names].sort();
      send(req, res, {
        total_count: all.length,
        environments: page(forge, req, res, all).map(name =>
          environmentPayload(forge, info, name),
        ),
      });
    }),
  );
  return router;
}

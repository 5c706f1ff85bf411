import { Router } from 'express';
import { Forge } from '../Forge';
import {
  deploymentPayload,
  deploymentStatusPayload,
} from '../payloads/deployment';
import { DeploymentRecord } from '../records';
import { handle, page, repositoryOf, RestError, send, text } from './answer';

/** The Deployments API. */
export function deploymentRoutes(forge: Forge): Router {
  const router = Router();
  const deploymentOf = (repository: string, id: string): DeploymentRecord => {
    const deployment = forge.records
      .deployments(repository)
      .find(each => String(each.id) === id);
    if (!deployment) {
      throw new RestError(404, 'Not Found');
    }
    return deployment;
  };

  router.get(
    '/repos/:owner/:repo/deployments',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const sha = text(req.query.sha);
      const ref = text(req.query.ref);
      const environment = text(req.query.environment);
      const matching = forge.records
        .deployments(info.fullName)
        .filter(each => !sha || each.sha === sha)
        .filter(each => !ref || each.ref === ref)
        .filter(each => !environment || each.environment === environment);
      send(
        req,
        res,
        page(forge, req, res, matching).map(each =>
          deploymentPayload(forge, info.fullName, each),
        ),
      );
    }),
  );

  router.get(
    '/repos/:owner/:repo/deployments/:id',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const deployment = deploymentOf(info.fullName, req.params.id);
      send(req, res, deploymentPayload(forge, info.fullName, deployment));
    }),
  );

  router.get(
    '/repos/:owner/:repo/deployments/:id/statuses',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const deployment = deploymentOf(info.fullName, req.params.id);
      send(
        req,
        res,
        page(forge, req, res, [...deployment.statuses].reverse()).map(status =>
          deploymentStatusPayload(forge, info.fullName, deployment, status),
        ),
      );
    }),
  );
  return router;
}

import { Router } from 'express';
import { z } from 'zod';
import { Forge } from '../Forge';
import { apiUrl } from '../payloads/repository';
import { bodyOf, handle, repositoryOf, RestError, send } from './answer';

const protectionBody = z.object({
  required_status_checks: z
    .object({
      strict: z.boolean().default(false),
      contexts: z.array(z.string()),
    })
    .nullable(),
});

/** Which checks a branch asks for before something is merged into it. */
export function protectionRoutes(forge: Forge): Router {
  const router = Router();
  const route = '/repos/:owner/:repo/branches/:branch(*)/protection';
  const payload = (repository: string, branch: string, contexts: string[]) => {
    const url = `${apiUrl(forge, repository)}/branches/${branch}/protection`;
    const checks = `${url}/required_status_checks`;
    return {
      url,
      required_status_checks: {
        url: checks,
        strict: false,
        contexts,
        contexts_url: `${checks}/contexts`,
        checks: contexts.map(context => ({ context, app_id: null })),
      },
      enforce_admins: { url: `${url}/enforce_admins`, enabled: true },
    };
  };

  router.get(
    route,
    handle((req, res) => {
      const { fullName } = repositoryOf(forge, req);
      const { branch } = req.params;
      const contexts = forge.protections.required(fullName, branch);
      if (!contexts) {
        throw new RestError(404, 'Branch not protected');
      }
      send(req, res, payload(fullName, branch, contexts));
    }),
  );
  router.put(
    route,
    handle((req, res) => {
      const { fullName } = repositoryOf(forge, req);
      const { branch } = req.params;
      const checks = bodyOf(req, protectionBody).required_status_checks;
      const contexts = checks?.contexts ?? [];
      forge.protections.protect(fullName, branch, contexts);
      send(req, res, payload(fullName, branch, contexts));
    }),
  );
  router.delete(
    route,
    handle((req, res) => {
      const { fullName } = repositoryOf(forge, req);
      forge.protections.protect(fullName, req.params.branch, undefined);
      res.status(204).end();
    }),
  );
  return router;
}

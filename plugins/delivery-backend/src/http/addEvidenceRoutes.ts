import type {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type express from 'express';
import type { Evidence } from '../operate/log/Evidence';

/** Adds the routes of evidence, whose answers browsers save as files. */
export function addEvidenceRoutes(
  router: express.Router,
  evidence: Evidence,
  httpAuth: HttpAuthService,
): void {
  const whose = (req: express.Request): Promise<BackstageCredentials> =>
    httpAuth.credentials(req, { allow: ['user', 'service'] });
  const answer = (res: express.Response, name: string, document: object) => {
    res.setHeader('Cache-Control', 'private, no-store');
    res.setHeader('X-Content-Type-Options', 'nosniff');
    res.attachment(name);
    res.json(document);
  };

  router.get(
    '/entities/:namespace/:kind/:name/deployments/:id/evidence',
    async (req, res) => {
      const { namespace, kind, name, id } = req.params;
      const ref = stringifyEntityRef({ kind, namespace, name });
      const document = await evidence.deployment(ref, id, await whose(req));
      answer(res, 'deployment-evidence.json', document);
    },
  );

  router.get('/operations/:id/evidence', async (req, res) => {
    const document = await evidence.operation(req.params.id, await whose(req));
    answer(res, 'operation-evidence.json', document);
  });
}

import { createHash } from 'crypto';
import { Router } from 'express';
import { stringify } from 'yaml';
import { CatalogEntity } from './catalogEntities';

/** Serves the catalog as one file of many documents. */
export function catalogRoutes(entities: () => CatalogEntity[]): Router {
  const router = Router();
  let text: string | undefined;
  router.get('/all.yaml', (req, res) => {
    text ??= entities()
      .map(entity => stringify(entity))
      .join('---\n');
    const etag = `"${createHash('sha256').update(text).digest('hex')}"`;
    res.setHeader('etag', etag);
    if (req.header('if-none-match') === etag) {
      res.status(304).end();
      return;
    }
    res.type('application/yaml').send(text);
  });
  return router;
}

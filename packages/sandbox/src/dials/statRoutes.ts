import { Router } from 'express';
import { Dials } from './Dials';

/** Tells how much the sandbox was asked: `GET /stats`. */
export function statRoutes(dials: Dials): Router {
  const router = Router();
  router.get('/', (_req, res) => {
    res.json({ at: new Date().toISOString(), requests: dials.requests() });
  });
  return router;
}

import express, { Router } from 'express';
import { z } from 'zod';

/** What can be made to change all the time. */
export interface Churning {
  churn(perSecond: number): void;
}

const body = z.object({ perSecond: z.number().min(0).max(10_000) }).strict();

/** Has the large world change so many times a second: `PUT /dials/churn {"perSecond": 200}`. */
export function churnRoutes(world: Churning | undefined): Router {
  const router = Router();
  let perSecond = 0;
  router.use(express.json());
  router.get('/', (_req, res) => {
    res.json({ perSecond });
  });
  router.put('/', (req, res) => {
    const parsed = body.safeParse(req.body);
    if (!world || !parsed.success) {
      res.status(400).json({
        message: world
          ? 'Say {"perSecond": N} with N from 0 to 10000.'
          : 'Only a large world can churn: start with --services N.',
      });
      return;
    }
    perSecond = parsed.data.perSecond;
    world.churn(perSecond);
    res.json({ perSecond });
  });
  return router;
}

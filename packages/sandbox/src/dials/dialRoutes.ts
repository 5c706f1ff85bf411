import express, { Router } from 'express';
import { Dials, faults } from './Dials';

/** Reads and sets faults: `GET /dials`, `GET` and `PUT /dials/<listener>`. */
export function dialRoutes(dials: Dials): Router {
  const router = Router();
  router.use(express.json());
  router.get('/', (_req, res) => {
    res.json(
      Object.fromEntries(dials.names().map(name => [name, dials.get(name)])),
    );
  });
  router.get('/:listener', (req, res) => {
    const found = dials.get(req.params.listener);
    if (!found) {
      res.status(404).json({ message: unknown(dials, req.params.listener) });
      return;
    }
    res.json(found);
  });
  router.put('/:listener', (req, res) => {
    if (!dials.get(req.params.listener)) {
      res.status(404).json({ message: unknown(dials, req.params.listener) });
      return;
    }
    const parsed = faults.partial().safeParse(req.body);
    if (!parsed.success) {
      res.status(400).json({
        message: parsed.error.issues
          .map(issue => `${issue.path.join('.') || 'body'}: ${issue.message}`)
          .join('; '),
      });
      return;
    }
    res.json(dials.set(req.params.listener, parsed.data));
  });
  return router;
}

function unknown(dials: Dials, listener: string): string {
  return `There is no listener ${listener}. There are: ${dials
    .names()
    .join(', ')}.`;
}

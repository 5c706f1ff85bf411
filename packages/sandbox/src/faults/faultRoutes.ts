import express, { Router } from 'express';
import { Faults, serviceFault } from './Faults';

/** What is wrong with services: `GET /faults`, `PUT` and `DELETE /faults/<a name of one's own>`. */
export function faultRoutes(faults: Faults): Router {
  const router = Router();
  router.use(express.json());
  router.get('/', (_req, res) => {
    res.json(faults.list());
  });
  router.put('/:name', (req, res) => {
    const { data, error } = serviceFault.safeParse(req.body);
    if (!data) {
      res.status(400).json({
        message: error.issues
          .map(issue => `${issue.path.join('.') || 'body'}: ${issue.message}`)
          .join('; '),
      });
      return;
    }
    if (!faults.set(req.params.name, data)) {
      res
        .status(404)
        .json({ message: `${data.service} does not run anywhere like that.` });
      return;
    }
    res.json(faults.list());
  });
  router.delete('/:name', (req, res) => {
    faults.remove(req.params.name);
    res.json(faults.list());
  });
  return router;
}

import { createHash } from 'crypto';
import express, { Request, Response, Router } from 'express';
import { z } from 'zod';
import type { Workspaces } from './Workspaces';

/** Where the plans and states are: `GET /plans/<workspace>.json`, `GET /states/<workspace>.json`. */
export function documentRoutes(workspaces: Workspaces): Router {
  const router = Router();
  router.get('/plans/:name.json', (req, res) => {
    const plan = workspaces.plan(req.params.name, new Date());
    if (plan) {
      res.setHeader('last-modified', plan.at.toUTCString());
    }
    send(req, res, plan?.document);
  });
  router.get('/states/:name.json', (req, res) => {
    send(req, res, workspaces.state(req.params.name));
  });
  return router;
}

const Body = z.strictObject({
  finding: z.enum(['inSync', 'drifted', 'errored']),
});

/** What the plans find: `GET /workspaces`, `PUT /workspaces/<workspace>` with `{"finding": "inSync"}`. */
export function workspaceRoutes(workspaces: Workspaces): Router {
  const router = Router();
  router.use(express.json());
  router.get('/', (_req, res) => {
    res.json(workspaces.findings());
  });
  router.put('/:name', (req, res) => {
    const body = Body.safeParse(req.body);
    if (!body.success) {
      res.status(400).json({
        message: 'Send {"finding": "inSync"}, "drifted" or "errored".',
      });
      return;
    }
    const { name } = req.params;
    if (!workspaces.find(name, body.data.finding, new Date())) {
      res.status(404).json({ message: `There is no workspace ${name}.` });
      return;
    }
    res.json(workspaces.findings());
  });
  return router;
}

function send(req: Request, res: Response, document: object | undefined) {
  if (!document) {
    res.status(404).json({ message: 'Nothing of this name was published.' });
    return;
  }
  const text = JSON.stringify(document);
  const etag = `"${createHash('sha256').update(text).digest('hex')}"`;
  res.setHeader('etag', etag);
  if (req.headers['if-none-match'] === etag) {
    res.status(304).end();
    return;
  }
  res.type('json').send(text);
}

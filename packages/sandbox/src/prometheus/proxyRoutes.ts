import express, { Router } from 'express';

/** Passes everything on to the real program; answers whole, so that dials can break them. */
export function proxyRoutes(url: string): Router {
  const router = Router();
  router.use(express.raw({ type: () => true, limit: '1mb' }));
  router.use(async (req, res) => {
    const type = req.headers['content-type'];
    try {
      const answer = await fetch(new URL(req.originalUrl, url), {
        method: req.method,
        redirect: 'manual',
        headers: type ? { 'content-type': type } : {},
        ...(Buffer.isBuffer(req.body) &&
          req.body.length > 0 && { body: new Uint8Array(req.body) }),
      });
      const location = answer.headers.get('location');
      if (location) {
        res.setHeader('location', location);
      }
      res
        .status(answer.status)
        .type(answer.headers.get('content-type') ?? 'text/plain')
        .send(Buffer.from(await answer.arrayBuffer()));
    } catch {
      res.status(502).type('text').send('Prometheus does not answer\n');
    }
  });
  return router;
}

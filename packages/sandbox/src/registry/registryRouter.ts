import express, { Request, Response, Router } from 'express';
import { mediaTypes } from './image';
import { Images } from './ImageStore';
import { RegistryAuth } from './RegistryAuth';

const NAME = '[a-z0-9]+(?:[._-][a-z0-9]+)*(?:/[a-z0-9]+(?:[._-][a-z0-9]+)*)*';
const route = (rest: string) => new RegExp(`^/v2/(${NAME})/${rest}$`);

/** The reading part of the distribution API, as distribution 2.8 answers it; tags are paged as 3.x does. */
export function registryRouter(
  images: Images,
  auth: RegistryAuth,
  address: () => string,
): Router {
  const router = Router();

  router.all('/token', express.urlencoded({ extended: false }), (req, res) => {
    if (!auth.isAccount(req.header('authorization'))) {
      res.setHeader('www-authenticate', 'Basic realm="sandbox"');
      res.status(401).json(error('UNAUTHORIZED', 'authentication required'));
      return;
    }
    const asked: unknown[] = [req.query.scope, req.body?.scope].flat();
    const scopes = asked
      .filter((scope): scope is string => typeof scope === 'string')
      .flatMap(scope => scope.split(' '));
    res.json(auth.issue(scopes));
  });

  router.use('/v2', (_req, res, next) => {
    res.setHeader('docker-distribution-api-version', 'registry/2.0');
    res.setHeader('x-content-type-options', 'nosniff');
    next();
  });

  const allowed = (
    req: Request,
    res: Response,
    scope?: { type: string; name: string; action: string },
  ): boolean => {
    const wanted = scope && `${scope.type}:${scope.name}:${scope.action}`;
    if (auth.allows(req.header('authorization'), wanted)) {
      return true;
    }
    res.setHeader(
      'www-authenticate',
      [
        `Bearer realm="http://${address()}/token"`,
        `service="${address()}"`,
        ...(wanted ? [`scope="${wanted}"`] : []),
      ].join(','),
    );
    res.status(401).json(
      error(
        'UNAUTHORIZED',
        'authentication required',
        scope && [
          {
            Type: scope.type,
            Class: '',
            Name: scope.name,
            Action: scope.action,
          },
        ],
      ),
    );
    return false;
  };

  router.get('/v2/', (req, res) => {
    if (allowed(req, res)) {
      res.json({});
    }
  });

  router.get('/v2/_catalog', (req, res) => {
    if (
      !allowed(req, res, { type: 'registry', name: 'catalog', action: '*' })
    ) {
      return;
    }
    res.json({ repositories: page(req, res, images.names()) });
  });

  router.get(route('tags/list'), (req, res) => {
    const name = req.params[0];
    if (!allowed(req, res, pull(name))) {
      return;
    }
    const tags = images.tags(name);
    if (!tags) {
      res.status(404).json(
        error('NAME_UNKNOWN', 'repository name not known to registry', {
          name,
        }),
      );
      return;
    }
    res.json({ name, tags: page(req, res, tags) });
  });

  router.get(route('manifests/([^/]+)'), (req, res) => {
    const { 0: name, 1: reference } = req.params;
    if (!allowed(req, res, pull(name))) {
      return;
    }
    const manifest = images.manifest(name, reference);
    if (!manifest) {
      res.status(404).json(
        error('MANIFEST_UNKNOWN', 'manifest unknown', {
          [reference.startsWith('sha256:') ? 'Revision' : 'Tag']: reference,
        }),
      );
      return;
    }
    const accept = req.headers.accept ?? '';
    if (!accept.includes(manifest.mediaType)) {
      const message =
        manifest.mediaType === mediaTypes.index
          ? 'OCI index found, but accept header does not support OCI indexes'
          : 'OCI manifest found, but accept header does not support OCI manifests';
      res.status(404).json(error('MANIFEST_UNKNOWN', message));
      return;
    }
    if (notModified(req, manifest.digest)) {
      res.status(304).end();
      return;
    }
    res.setHeader('docker-content-digest', manifest.digest);
    res.setHeader('etag', `"${manifest.digest}"`);
    bytes(res, manifest.mediaType, manifest.bytes);
  });

  router.get(route('blobs/(sha256:[0-9a-f]{64})'), (req, res) => {
    const { 0: name, 1: digest } = req.params;
    if (!allowed(req, res, pull(name))) {
      return;
    }
    const blob = images.blob(name, digest);
    const hasBytes = blob && 'bytes' in blob;
    // Layers have a size and a digest, but no content: nobody runs these images.
    if (!blob || (!hasBytes && req.method !== 'HEAD')) {
      res
        .status(404)
        .json(error('BLOB_UNKNOWN', 'blob unknown to registry', digest));
      return;
    }
    if (notModified(req, digest)) {
      res.status(304).end();
      return;
    }
    res.setHeader('accept-ranges', 'bytes');
    res.setHeader('cache-control', 'max-age=31536000');
    res.setHeader('docker-content-digest', digest);
    res.setHeader('etag', `"${digest}"`);
    if (hasBytes) {
      bytes(res, 'application/octet-stream', blob.bytes);
    } else {
      res.setHeader('content-type', 'application/octet-stream');
      res.setHeader('content-length', blob.size);
      res.end();
    }
  });

  router.use('/v2', (req, res) => {
    if (req.method === 'GET' || req.method === 'HEAD') {
      res.status(404).type('text/plain').send('404 page not found\n');
    } else {
      res
        .status(405)
        .json(
          error('UNSUPPORTED', 'the sandbox takes images from its workflows'),
        );
    }
  });
  return router;
}

/** Sends bytes under exactly this media type; Express would add a character set to it. */
function bytes(res: Response, mediaType: string, content: Buffer) {
  res.setHeader('content-type', mediaType);
  res.setHeader('content-length', content.length);
  res.end(content);
}

function notModified(req: Request, digest: string): boolean {
  return (req.headers['if-none-match'] ?? '')
    .split(',')
    .some(value => value.trim().replace(/^W\//, '') === `"${digest}"`);
}

function pull(name: string) {
  return { type: 'repository', name, action: 'pull' };
}

function error(code: string, message: string, detail?: unknown) {
  return {
    errors: [{ code, message, ...(detail !== undefined && { detail }) }],
  };
}

function page(req: Request, res: Response, all: string[]): string[] {
  const size = Number(req.query.n);
  const last = typeof req.query.last === 'string' ? req.query.last : undefined;
  const from = last === undefined ? 0 : all.findIndex(each => each > last);
  const rest = from < 0 ? [] : all.slice(from);
  if (!Number.isInteger(size) || size <= 0 || rest.length <= size) {
    return rest;
  }
  const chosen = rest.slice(0, size);
  const end = encodeURIComponent(chosen[chosen.length - 1]);
  const path = req.originalUrl.split('?')[0];
  res.setHeader('link', `<${path}?last=${end}&n=${size}>; rel="next"`);
  return chosen;
}

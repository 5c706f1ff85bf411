import { RequestHandler, Response, Router } from 'express';
import { Readable } from 'stream';
import { createGunzip } from 'zlib';
import { DiskRepositories } from './DiskRepositories';
import { Push } from './Repositories';
import { spawnGit } from './runGit';

type Service = 'git-upload-pack' | 'git-receive-pack';

/** Tells who pushed: a name in the request, or the committer of what was pushed. */
export type ActorOf = (
  username: string | undefined,
  pushes: Push[],
) => Promise<string>;

/** Git's smart HTTP protocol, for reading and pushing. */
export function smartHttp(
  repositories: DiskRepositories,
  actorOf: ActorOf,
): Router {
  const router = Router();
  const repositoryOf = (params: Record<string, string>) => {
    const name = `${params.owner}/${params.repository.replace(/\.git$/, '')}`;
    return repositories.has(name) ? name : undefined;
  };

  const advertise: RequestHandler = (req, res, next) => {
    const repository = repositoryOf(req.params);
    const service = serviceOf(req.query.service);
    if (!repository || !service) {
      next();
      return;
    }
    const protocol = req.header('git-protocol') ?? '';
    head(res, `application/x-${service}-advertisement`);
    if (!protocol.includes('version=2')) {
      const line = `# service=${service}\n`;
      const length = (line.length + 4).toString(16).padStart(4, '0');
      res.write(`${length}${line}0000`);
    }
    const child = spawnGit(
      repositories.directory(repository),
      [
        service.slice('git-'.length),
        '--stateless-rpc',
        '--advertise-refs',
        '.',
      ],
      { GIT_PROTOCOL: protocol },
    );
    child.stdin?.end();
    child.stdout?.pipe(res);
    child.on('error', error => res.destroy(error));
  };

  const serve =
    (service: Service): RequestHandler =>
    (req, res, next) => {
      const repository = repositoryOf(req.params);
      if (!repository) {
        next();
        return;
      }
      const run = () =>
        new Promise<void>((resolve, reject) => {
          const child = spawnGit(
            repositories.directory(repository),
            [service.slice('git-'.length), '--stateless-rpc', '.'],
            { GIT_PROTOCOL: req.header('git-protocol') ?? '' },
          );
          const body: Readable =
            req.header('content-encoding') === 'gzip'
              ? req.pipe(createGunzip())
              : req;
          body.on('error', reject);
          // A client that hangs up early must not take the sandbox down.
          child.stdin?.on('error', () => undefined);
          if (child.stdin) body.pipe(child.stdin);
          head(res, `application/x-${service}-result`);
          child.stdout?.pipe(res, { end: false });
          child.on('error', reject);
          child.on('close', () => resolve());
        });
      const username = basicUser(req.header('authorization'));
      const done =
        service === 'git-receive-pack'
          ? repositories.receive(
              repository,
              pushes => actorOf(username, pushes),
              run,
            )
          : run();
      done.then(
        () => res.end(),
        error => res.destroy(error),
      );
    };

  router.get('/:owner/:repository/info/refs', advertise);
  router.post('/:owner/:repository/git-upload-pack', serve('git-upload-pack'));
  router.post(
    '/:owner/:repository/git-receive-pack',
    serve('git-receive-pack'),
  );
  return router;
}

function serviceOf(value: unknown): Service | undefined {
  return value === 'git-upload-pack' || value === 'git-receive-pack'
    ? value
    : undefined;
}

function head(res: Response, contentType: string) {
  res.status(200);
  res.setHeader('content-type', contentType);
  res.setHeader('cache-control', 'no-cache, max-age=0, must-revalidate');
}

function basicUser(authorization: string | undefined): string | undefined {
  const match = /^Basic (.+)$/i.exec(authorization ?? '');
  if (!match) {
    return undefined;
  }
  const [user] = Buffer.from(match[1], 'base64').toString().split(':');
  return user || undefined;
}

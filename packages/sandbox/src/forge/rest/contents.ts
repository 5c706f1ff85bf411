import { Router } from 'express';
import { Forge } from '../Forge';
import { TreeEntryAt } from '../code/CodeHost';
import { apiUrl, htmlUrl } from '../payloads/repository';
import {
  commitOf,
  handle,
  repositoryOf,
  RestError,
  send,
  text,
} from './answer';

/** Files, trees, blobs and archives. */
export function contentRoutes(forge: Forge): Router {
  const router = Router();

  const links = (repository: string, path: string, ref: string) => {
    const encoded = path.split('/').map(encodeURIComponent).join('/');
    const url = `${apiUrl(forge, repository)}/contents/${encoded}?ref=${ref}`;
    const html = `${htmlUrl(forge, repository)}/blob/${ref}/${encoded}`;
    return {
      url,
      html,
      raw: `${htmlUrl(forge, repository)}/raw/${ref}/${encoded}`,
    };
  };

  router.get(
    '/repos/:owner/:repo/contents/:path(*)?',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const ref = text(req.query.ref) ?? 'main';
      const commit = await commitOf(forge, info, ref);
      const path = (req.params.path ?? '').replace(/^\/+|\/+$/g, '');
      const api = apiUrl(forge, info.fullName);
      const describe = (
        entry: { path: string; sha: string; size: number },
        type: 'file' | 'dir',
      ) => {
        const { url, html, raw } = links(info.fullName, entry.path, ref);
        const git = `${api}/git/${type === 'dir' ? 'trees' : 'blobs'}/${
          entry.sha
        }`;
        return {
          name: entry.path.split('/').pop() ?? '',
          path: entry.path,
          sha: entry.sha,
          size: entry.size,
          url,
          html_url: html,
          git_url: git,
          download_url: type === 'file' ? raw : null,
          type,
          _links: { self: url, git, html },
        };
      };
      const blob = await forge.code.blob(
        info.fullName,
        `${commit.sha}:${path}`,
      );
      if (blob) {
        if ((req.header('accept') ?? '').includes('raw')) {
          res.type('application/vnd.github.raw+json').send(blob.content);
          return;
        }
        send(req, res, {
          ...describe(
            { path, sha: blob.sha, size: blob.content.length },
            'file',
          ),
          content: blob.content.toString('base64').replace(/.{60}/g, '$&\n'),
          encoding: 'base64',
        });
        return;
      }
      const tree = await forge.code.tree(
        info.fullName,
        path === '' ? commit.sha : `${commit.sha}:${path}`,
        false,
      );
      if (!tree) {
        throw new RestError(404, 'Not Found');
      }
      send(
        req,
        res,
        tree.entries.slice(0, 1_000).map(entry =>
          describe(
            {
              path: path === '' ? entry.path : `${path}/${entry.path}`,
              sha: entry.oid,
              size: entry.size ?? 0,
            },
            entry.type === 'tree' ? 'dir' : 'file',
          ),
        ),
      );
    }),
  );

  router.get(
    '/repos/:owner/:repo/git/trees/:sha(*)',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const api = apiUrl(forge, info.fullName);
      const tree = await forge.code.tree(
        info.fullName,
        req.params.sha,
        req.query.recursive !== undefined,
      );
      if (!tree) {
        throw new RestError(404, 'Not Found');
      }
      const entry = (each: TreeEntryAt) => ({
        path: each.path,
        mode: each.mode,
        type: each.type,
        sha: each.oid,
        ...(each.size !== undefined && { size: each.size }),
        url: `${api}/git/${each.type}s/${each.oid}`,
      });
      send(req, res, {
        sha: tree.sha,
        url: `${api}/git/trees/${tree.sha}`,
        tree: tree.entries.map(entry),
        truncated: false,
      });
    }),
  );

  router.get(
    '/repos/:owner/:repo/git/blobs/:sha',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const { sha } = req.params;
      const blob = /^[0-9a-f]{40}$/.test(sha)
        ? await forge.code.blob(info.fullName, sha)
        : undefined;
      if (!blob) {
        throw new RestError(404, 'Not Found');
      }
      send(req, res, {
        sha,
        node_id: sha,
        size: blob.content.length,
        url: `${apiUrl(forge, info.fullName)}/git/blobs/${sha}`,
        content: blob.content.toString('base64'),
        encoding: 'base64',
      });
    }),
  );

  router.get(
    '/repos/:owner/:repo/tarball/:ref(*)?',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const commit = await commitOf(forge, info, req.params.ref || 'main');
      const archive = await forge.code.archive(info.fullName, commit.sha);
      if (!archive) {
        throw new RestError(404, 'Not Found');
      }
      const name = `${info.fullName.replace('/', '-')}-${commit.sha.slice(
        0,
        7,
      )}.tar.gz`;
      res
        .type('application/x-gzip')
        .setHeader('content-disposition', `attachment; filename=${name}`);
      res.send(archive);
    }),
  );
  return router;
}

import { Router } from 'express';
import { Forge, nodeId, ORGANIZATION } from '../Forge';
import { commitPayload } from '../payloads/commit';
import { refPayload } from '../payloads/gitObjects';
import {
  apiUrl,
  fullRepositoryPayload,
  htmlUrl,
  repositoryPayload,
} from '../payloads/repository';
import {
  commitOf,
  handle,
  page,
  repositoryOf,
  RestError,
  send,
} from './answer';

/** Repositories with their branches, tags and refs. */
export function repositoryRoutes(forge: Forge): Router {
  const router = Router();

  router.get(
    '/orgs/:org/repos',
    handle(async (req, res) => {
      if (req.params.org !== ORGANIZATION) {
        throw new RestError(404, 'Not Found');
      }
      const infos = page(forge, req, res, forge.code.list());
      send(
        req,
        res,
        await Promise.all(infos.map(info => repositoryPayload(forge, info))),
      );
    }),
  );

  router.get(
    '/installation/repositories',
    handle(async (req, res) => {
      const all = forge.code.list();
      const infos = page(forge, req, res, all);
      send(req, res, {
        total_count: all.length,
        repositories: await Promise.all(
          infos.map(info => repositoryPayload(forge, info)),
        ),
      });
    }),
  );

  router.get(
    '/repos/:owner/:repo',
    handle(async (req, res) => {
      send(
        req,
        res,
        await fullRepositoryPayload(forge, repositoryOf(forge, req)),
      );
    }),
  );

  router.get(
    '/repos/:owner/:repo/branches',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const refs = await forge.code.refs(info.fullName, 'refs/heads');
      send(
        req,
        res,
        page(forge, req, res, [...refs]).map(([ref, sha]) => ({
          name: ref.slice('refs/heads/'.length),
          commit: {
            sha,
            url: `${apiUrl(forge, info.fullName)}/commits/${sha}`,
          },
          protected:
            forge.protections.required(
              info.fullName,
              ref.slice('refs/heads/'.length),
            ) !== undefined,
        })),
      );
    }),
  );

  router.get(
    '/repos/:owner/:repo/branches/*',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const name = req.params[0];
      const refs = await forge.code.refs(info.fullName, `refs/heads/${name}`);
      const sha = refs.get(`refs/heads/${name}`);
      if (!sha) {
        throw new RestError(404, 'Branch not found');
      }
      const api = apiUrl(forge, info.fullName);
      send(req, res, {
        name,
        commit: commitPayload(
          forge,
          info.fullName,
          await commitOf(forge, info, sha),
        ),
        _links: {
          self: `${api}/branches/${name}`,
          html: `${htmlUrl(forge, info.fullName)}/tree/${name}`,
        },
        protected: false,
        protection: {
          enabled: false,
          required_status_checks: {
            enforcement_level: 'off',
            contexts: [],
            checks: [],
          },
        },
        protection_url: `${api}/branches/${name}/protection`,
      });
    }),
  );

  router.get(
    '/repos/:owner/:repo/tags',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const api = apiUrl(forge, info.fullName);
      const refs = await forge.code.refs(info.fullName, 'refs/tags');
      const tags = [...refs].reverse();
      send(
        req,
        res,
        page(forge, req, res, tags).map(([ref, sha]) => {
          const name = ref.slice('refs/tags/'.length);
          return {
            name,
            zipball_url: `${api}/zipball/${ref}`,
            tarball_url: `${api}/tarball/${ref}`,
            commit: { sha, url: `${api}/commits/${sha}` },
            node_id: nodeId('REF', `${info.fullName} ${ref}`),
          };
        }),
      );
    }),
  );

  router.get(
    '/repos/:owner/:repo/git/ref/*',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const ref = `refs/${req.params[0]}`;
      const sha = (await forge.code.refs(info.fullName, ref)).get(ref);
      if (!sha) {
        throw new RestError(404, 'Not Found');
      }
      send(req, res, refPayload(forge, info.fullName, ref, sha));
    }),
  );

  router.get(
    '/repos/:owner/:repo/git/matching-refs/*',
    handle(async (req, res) => {
      const info = repositoryOf(forge, req);
      const prefix = `refs/${req.params[0]}`;
      const namespace = prefix.split('/').slice(0, 2).join('/');
      const refs = await forge.code.refs(info.fullName, namespace);
      const matching = [...refs].filter(([ref]) => ref.startsWith(prefix));
      send(
        req,
        res,
        page(forge, req, res, matching).map(([ref, sha]) =>
          refPayload(forge, info.fullName, ref, sha),
        ),
      );
    }),
  );
  return router;
}

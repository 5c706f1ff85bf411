import type {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { repositoryIdentity } from '@throughline/plugin-delivery-common';
import type express from 'express';
import { z } from 'zod';
import type { VersionRules } from '../operate/detect/VersionRules';
import { parseScalarPath } from '../operate/versions/ScalarPath';
import { VERSION_STRATEGIES } from '../operate/versions/VersionRule';
import { parse } from './parse';

const READ = z.object({ propose: z.string().min(1).max(100).optional() });

const scalarPath = z.string().min(1).max(400).superRefine(checkPath);

const TRIAL = z.strictObject({
  environment: z.string().min(1).max(100),
  rule: z
    .strictObject({
      strategy: z.enum(
        VERSION_STRATEGIES as readonly [(typeof VERSION_STRATEGIES)[number]],
      ),
      repository: z.string().max(400).refine(isIdentity).optional(),
      branch: z.string().min(1).max(200).optional(),
      file: z.string().min(1).max(400),
      document: z
        .strictObject({
          kind: z.string().min(1).max(100),
          name: z.string().min(1).max(253),
        })
        .optional(),
      path: scalarPath.optional(),
      digestPath: scalarPath.optional(),
      image: z.string().min(1).max(400).optional(),
      write: z.enum(['commit', 'pullRequest']),
    })
    .refine(
      ({ strategy, path }) =>
        strategy === 'kustomizeImages' || path !== undefined,
      'say in path where in the file the version is, such as image.tag',
    ),
  version: z.string().min(1).max(128),
});

/** Adds the routes of where versions live; none of them writes anything. */
export function addVersionRuleRoutes(
  router: express.Router,
  rules: VersionRules,
  httpAuth: HttpAuthService,
): void {
  const whose = (req: express.Request): Promise<BackstageCredentials> =>
    httpAuth.credentials(req, { allow: ['user', 'service'] });

  router.get(
    '/entities/:namespace/:kind/:name/version-rules',
    async (req, res) => {
      const options = parse(READ, req.query);
      res.setHeader('Cache-Control', 'private, no-store');
      res.json(await rules.read(refOf(req), options, await whose(req)));
    },
  );

  router.post(
    '/entities/:namespace/:kind/:name/version-rules/try',
    async (req, res) => {
      const input = parse(TRIAL, req.body);
      res.json(await rules.try(refOf(req), input, await whose(req)));
    },
  );
}

function refOf(req: express.Request): string {
  const { namespace, kind, name } = req.params;
  return stringifyEntityRef({ kind, namespace, name });
}

function isIdentity(text: string): boolean {
  return repositoryIdentity(`https://${text}`) === text;
}

function checkPath(text: string, context: z.RefinementCtx): void {
  try {
    parseScalarPath(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
}

import { z } from 'zod';

/** What deployments say of each environment, as labels. */
export type EnvironmentFlags = ReadonlyMap<string, Record<string, string>>;

const Deployment = z.object({
  environment: z.string(),
  transient_environment: z.boolean().nullish(),
  production_environment: z.boolean().nullish(),
});

/**
 * Reads from the deployments of the REST API whether environments are passing ones, such as a preview, and whether
 * they are production ones. The newest deployment to each counts.
 */
export function readFlags(deployments: unknown): EnvironmentFlags {
  const flags = new Map<string, Record<string, string>>();
  for (const node of Array.isArray(deployments) ? deployments : []) {
    const { data } = Deployment.safeParse(node);
    if (data && !flags.has(data.environment)) {
      flags.set(data.environment, {
        ...(data.production_environment ? { production: 'true' } : {}),
        ...(data.transient_environment ? { transient: 'true' } : {}),
      });
    }
  }
  return flags;
}

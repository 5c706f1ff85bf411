import { z } from 'zod';

/*
 * What is read of `terraform show -json`, and nothing else: values, variables and outputs hold secrets in clear, so
 * they are left behind here, before anything looks at them.
 */

const change = z.object({
  actions: z.array(z.string()).min(1),
  importing: z.unknown().transform(Boolean).optional(),
});

/** One entry of `resource_changes` or `resource_drift`. */
export const ResourceChange = z.object({
  address: z.string().min(1),
  type: z.string().min(1),
  change,
});

/** The result of a check; `kind` is `check` for those that are no more than that. */
export const Check = z.object({
  address: z.object({ kind: z.string(), to_display: z.string().min(1) }),
  status: z.string(),
});

/** A plan, format 1.x. Without `resource_changes` it was made to refresh only. */
export const Plan = z.object({
  format_version: z.string(),
  resource_changes: z.array(z.unknown()).optional(),
  resource_drift: z.array(z.unknown()).optional(),
  checks: z.array(z.unknown()).optional(),
  timestamp: z.string().optional(),
  applyable: z.boolean().optional(),
  complete: z.boolean().optional(),
  errored: z.boolean().optional(),
  /** Of a plan only, whatever is in it. */
  planned_values: z.unknown().transform(() => true),
});

/** A state, format 1.x; one without values is empty. */
export const State = z.object({
  format_version: z.string(),
  checks: z.array(z.unknown()).optional(),
  values: z.object({ root_module: z.unknown().optional() }).optional(),
});

/** A resource of a state. */
export const StateResource = z.object({
  address: z.string().min(1),
  type: z.string().min(1),
  mode: z.string(),
});

/** A module of a state, with those within it. */
export const Module = z.object({
  resources: z.array(z.unknown()).optional(),
  child_modules: z.array(z.unknown()).optional(),
});

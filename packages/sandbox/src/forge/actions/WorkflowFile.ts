import { parse } from 'yaml';
import { z } from 'zod';

const input = z
  .object({
    type: z.string().optional(),
    required: z.boolean().optional(),
    default: z.unknown().optional(),
    options: z.array(z.unknown()).optional(),
  })
  .nullable();

const file = z.object({
  name: z.string().optional(),
  on: z.union([
    z.string(),
    z.array(z.string()),
    z.record(z.string(), z.unknown()),
  ]),
});

const dispatch = z
  .object({ inputs: z.record(z.string(), input).nullish() })
  .nullable();

/** What a workflow can be dispatched with; undefined where it cannot be. */
export function dispatchInputs(
  text: string,
): Record<string, z.infer<typeof input>> | undefined {
  const { on } = file.parse(parse(text));
  if (typeof on === 'string' || Array.isArray(on)) {
    return [on].flat().includes('workflow_dispatch') ? {} : undefined;
  }
  return 'workflow_dispatch' in on
    ? dispatch.parse(on.workflow_dispatch)?.inputs ?? {}
    : undefined;
}

/**
 * The inputs of a run: those given, and the defaults of others.
 *
 * @returns the upstream's words for what is wrong, where something is
 */
export function fillInputs(
  known: Record<string, z.infer<typeof input>>,
  given: Record<string, string>,
): { inputs: Record<string, string> } | { problem: string } {
  const strange = Object.keys(given).filter(
    name => !Object.hasOwn(known, name),
  );
  if (strange.length > 0) {
    return {
      problem: `Unexpected inputs provided: ${JSON.stringify(strange)}`,
    };
  }
  const filled: Record<string, string> = {};
  for (const [name, described] of Object.entries(known)) {
    const value = given[name] ?? described?.default;
    const options = described?.options?.map(String);
    if (value === undefined || value === '') {
      if (described?.required) {
        return { problem: `Required input '${name}' not provided` };
      }
    } else if (options && !options.includes(String(value))) {
      return {
        problem: `Provided value '${value}' for input '${name}' not in the list of allowed values`,
      };
    } else {
      filled[name] = String(value);
    }
  }
  return { inputs: filled };
}

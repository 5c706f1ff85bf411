import { cleanMessage } from '@throughline/plugin-delivery-node';
import { parse } from 'yaml';
import { z } from 'zod';
import { TOKEN_INPUT } from './fields';

/** The event that a workflow is started by hand with. */
export const DISPATCH = 'workflow_dispatch';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

// A property that cannot be read is left out of the form; Gitea itself judges what is sent.
const Input = z.object({
  description: z.string().optional().catch(undefined),
  type: z.string().optional().catch(undefined),
  required: z.boolean().optional().catch(undefined),
  default: scalar.optional().catch(undefined),
  options: z.array(scalar).optional().catch(undefined),
});

const Trigger = z
  .object({ inputs: z.record(z.string(), Input.nullable()).nullish() })
  .nullable();

const Workflow = z.object({
  'run-name': z.string().optional().catch(undefined),
  on: z.union([
    z.string().transform(word => ({ [word]: null })),
    z
      .array(z.string())
      .transform(words => Object.fromEntries(words.map(word => [word, null]))),
    z.record(z.string(), z.unknown()),
  ]),
});

/** What a workflow asks for before it runs by hand. */
export type WorkflowInput = z.infer<typeof Input> & { name: string };

/** How a workflow can be run by hand. */
export interface Dispatchable {
  inputs: WorkflowInput[];
  /** Whether the titles of its runs hold the operation's token. */
  showsToken: boolean;
}

const SHOWN_TOKEN = new RegExp(
  `\\$\\{\\{\\s*(github\\.event\\.|gitea\\.event\\.|forge\\.event\\.)?inputs\\.${TOKEN_INPUT}\\s*\\}\\}`,
);

/** Reads what a workflow file asks for; a reason where it cannot be run by hand. */
export function parseWorkflow(text: string): Dispatchable | { reason: string } {
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    return {
      reason: `it is no YAML: ${cleanMessage((error as Error).message, 160)}`,
    };
  }
  const { data } = Workflow.safeParse(content);
  if (!data) {
    return { reason: 'it says nowhere what it runs on' };
  }
  if (!Object.hasOwn(data.on, DISPATCH)) {
    return {
      reason: `it has no ${DISPATCH} trigger, so that nobody can run it by hand`,
    };
  }
  const trigger = Trigger.safeParse(data.on[DISPATCH] ?? null);
  if (!trigger.success) {
    return { reason: 'its inputs cannot be read' };
  }
  const inputs = Object.entries(trigger.data?.inputs ?? {}).map(
    ([name, input]): WorkflowInput => ({ name, ...input }),
  );
  return {
    inputs,
    showsToken:
      inputs.some(({ name }) => name === TOKEN_INPUT) &&
      SHOWN_TOKEN.test(data['run-name'] ?? ''),
  };
}

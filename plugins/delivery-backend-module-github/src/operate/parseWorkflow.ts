import { cleanMessage } from '@throughline/plugin-delivery-node';
import { parse } from 'yaml';
import { z } from 'zod';
import { TOKEN_INPUT } from './fields';

/** What a workflow asks for before it runs by hand. */
export interface WorkflowInput {
  name: string;
  description?: string;
  /** GitHub's word; an input without one is a string. */
  type: string;
  required: boolean;
  /** As text, whatever the type. */
  defaultValue?: string;
  /** Of a choice. */
  options?: string[];
}

/** How a workflow can be run by hand. */
export interface Dispatchable {
  inputs: WorkflowInput[];
  /** Whether the titles of its runs hold the operation's token. */
  showsToken: boolean;
}

/** Why a workflow cannot be run by hand. */
export const NO_TRIGGER =
  'it has no workflow_dispatch trigger, so that GitHub lets nobody run it by hand';

const SHOWN_TOKEN = new RegExp(
  `\\$\\{\\{\\s*(github\\.event\\.)?inputs\\.${TOKEN_INPUT}\\s*\\}\\}`,
);

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

// A property that cannot be read is left out of the form; GitHub itself judges what is sent.
const Input = z.object({
  description: z.string().optional().catch(undefined),
  type: z.string().optional().catch(undefined),
  required: z.boolean().optional().catch(undefined),
  default: scalar.optional().catch(undefined),
  options: z.array(scalar).optional().catch(undefined),
});

const Workflow = z.object({
  'run-name': z.string().optional().catch(undefined),
  on: z.union([
    z.string(),
    z.array(z.unknown()),
    z.record(z.string(), z.unknown()),
  ]),
});

const Trigger = z.object({
  inputs: z.record(z.string(), z.unknown()).nullish(),
});

/** Reads what a workflow file asks for; a reason where it cannot be run by hand. */
export function parseWorkflow(text: string): Dispatchable | { reason: string } {
  let content: unknown;
  try {
    content = parse(text, { logLevel: 'error' });
  } catch (error) {
    return {
      reason: `it is no YAML: ${cleanMessage((error as Error).message, 160)}`,
    };
  }
  const { data } = Workflow.safeParse(content);
  if (!data) {
    return { reason: 'it says nowhere what it runs on' };
  }
  const { on } = data;
  if (typeof on === 'string' || Array.isArray(on)) {
    return [on].flat().includes('workflow_dispatch')
      ? { inputs: [], showsToken: false }
      : { reason: NO_TRIGGER };
  }
  if (!Object.hasOwn(on, 'workflow_dispatch')) {
    return { reason: NO_TRIGGER };
  }
  const trigger = Trigger.safeParse(on.workflow_dispatch ?? {});
  if (!trigger.success) {
    return { reason: 'its inputs cannot be read' };
  }
  const inputs = Object.entries(trigger.data.inputs ?? {}).map(readInput);
  return {
    inputs,
    showsToken:
      inputs.some(({ name }) => name === TOKEN_INPUT) &&
      SHOWN_TOKEN.test(data['run-name'] ?? ''),
  };
}

function readInput([name, node]: [string, unknown]): WorkflowInput {
  const data = Input.safeParse(node ?? {}).data ?? {};
  return {
    name,
    type: data.type ?? 'string',
    required: data.required ?? false,
    ...(data.description === undefined
      ? {}
      : { description: data.description }),
    ...(data.default === undefined ? {} : { defaultValue: data.default }),
    ...(data.options === undefined ? {} : { options: data.options }),
  };
}

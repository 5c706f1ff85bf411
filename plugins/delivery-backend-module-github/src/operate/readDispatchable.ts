import { SourceFailure } from '@throughline/plugin-delivery-node';
import type { ActionsReader } from './ActionsReader';
import { parseWorkflow, type Dispatchable } from './parseWorkflow';
import { pathOf, type WorkflowPlace } from './WorkflowPlace';

/**
 * How a workflow can be run by hand at a branch or tag.
 *
 * @throws SourceFailure, of kind `configuration` where it cannot
 */
export async function readDispatchable(
  reader: ActionsReader,
  place: WorkflowPlace,
  ref: string,
): Promise<Dispatchable> {
  const what = `${pathOf(place)} of ${place.name.identity}`;
  const at = `'${ref.slice(0, 100)}'`;
  const text = await reader.workflowFile(place, ref);
  if (text === undefined) {
    throw new SourceFailure(
      'configuration',
      `There is no ${what} at ${at}, or no such branch or tag, or the App or token may not read it`,
    );
  }
  const parsed = parseWorkflow(text);
  if ('reason' in parsed) {
    throw new SourceFailure(
      'configuration',
      `${what} cannot be run at ${at}: ${parsed.reason}`,
    );
  }
  return parsed;
}

import { cleanMessage } from '@throughline/plugin-delivery-node';
import { readChecks, type Checks } from './readChecks';
import { Module, State, StateResource } from './schemas';
import { requireFormat, UnreadableDocument } from './UnreadableDocument';

/** What is kept of a state. */
export interface StateSummary {
  /** The managed resources; sorted by address. */
  resources: { address: string; type: string }[];
  checks: Checks;
}

/**
 * Reads a state as `terraform show -json` writes it.
 *
 * @throws UnreadableDocument
 */
export function readState(document: unknown): StateSummary {
  if (isRecord(document) && document.format_version === undefined) {
    throw new UnreadableDocument(
      document.version === undefined
        ? 'it is not a state as `terraform show -json` writes it'
        : 'it is the state file itself: publish what `terraform show -json` makes of it',
    );
  }
  const state = State.safeParse(document).data;
  if (!state || (isRecord(document) && 'planned_values' in document)) {
    throw new UnreadableDocument(
      'it is not a state as `terraform show -json` writes it',
    );
  }
  requireFormat(state.format_version);
  const resources: StateSummary['resources'] = [];
  const modules: unknown[] = [state.values?.root_module];
  while (modules.length > 0) {
    const module = Module.safeParse(modules.pop()).data;
    modules.push(...(module?.child_modules ?? []));
    for (const item of module?.resources ?? []) {
      const resource = StateResource.safeParse(item).data;
      if (resource?.mode === 'managed') {
        resources.push({
          address: cleanMessage(resource.address, 300),
          type: cleanMessage(resource.type, 100),
        });
      }
    }
  }
  return {
    resources: resources.sort((a, b) => (a.address < b.address ? -1 : 1)),
    checks: readChecks(state.checks ?? []),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

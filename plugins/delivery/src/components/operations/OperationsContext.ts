import { createContext, useContext } from 'react';
import type { EntityOperations } from '@throughline/plugin-delivery-common';
import type { AskedOperation } from './shared';

/** What the parts of an entity's page know of operations. */
export interface OperationsOnPage {
  /** What is offered and what was asked for; absent until that is known, and where it is not told. */
  operations?: EntityOperations;
  /** Why it is not told, where asking for it failed. */
  error?: unknown;
  /** Opens the dialog for an operation. */
  ask(asked: AskedOperation): void;
  /** Opens the dialog that says where versions live in an environment. */
  askWhere(environment: string): void;
  /** The title of an environment. */
  titleOf(environment: string): string;
}

const OperationsContext = createContext<OperationsOnPage>({
  ask: () => {},
  askWhere: () => {},
  titleOf: name => name,
});

/** Tells everything below it what can be done. */
export const OperationsContextProvider = OperationsContext.Provider;

/** What can be done on this page; nothing, outside of an entity's page. */
export function useOperations(): OperationsOnPage {
  return useContext(OperationsContext);
}

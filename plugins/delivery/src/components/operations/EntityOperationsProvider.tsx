import { type ReactNode, useMemo, useState } from 'react';
import type { Lane } from '@throughline/plugin-delivery-common';
import { useEntityOperations } from '../../hooks/useEntityOperations';
import { OperationDialog } from './dialog';
import { OperationsContextProvider } from './OperationsContext';
import type { AskedOperation } from './shared';
import { VersionRulesDialog } from './versionRules';

/** Asks what can be done with an entity, and opens the dialog for what somebody wants done. */
export function EntityOperationsProvider(props: {
  entityRef: string;
  lanes: readonly Lane[];
  children: ReactNode;
}) {
  const { entityRef, lanes, children } = props;
  const { data, error } = useEntityOperations(entityRef);
  const [asked, setAsked] = useState<AskedOperation>();
  const [where, setWhere] = useState<string>();
  const value = useMemo(() => {
    const titles = new Map(
      lanes.map(({ environment }) => [environment.name, environment.title]),
    );
    return {
      operations: data,
      error: error ?? undefined,
      ask: setAsked,
      askWhere: setWhere,
      titleOf: (name: string) => titles.get(name) ?? name,
    };
  }, [data, error, lanes]);
  return (
    <OperationsContextProvider value={value}>
      {children}
      {asked && (
        <OperationDialog asked={asked} onClosed={() => setAsked(undefined)} />
      )}
      {where && (
        <VersionRulesDialog
          entityRef={entityRef}
          environment={where}
          title={value.titleOf(where)}
          onClosed={() => setWhere(undefined)}
        />
      )}
    </OperationsContextProvider>
  );
}

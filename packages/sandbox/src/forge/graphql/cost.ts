import {
  DocumentNode,
  FragmentDefinitionNode,
  SelectionSetNode,
} from 'graphql';

/** What a query costs, by the vendor's rule: requests to fill all connections, by the hundred. */
export function queryCost(
  document: DocumentNode,
  variables: Record<string, unknown>,
): { cost: number; nodes: number } {
  const fragments = new Map<string, FragmentDefinitionNode>();
  document.definitions.forEach(definition => {
    if (definition.kind === 'FragmentDefinition') {
      fragments.set(definition.name.value, definition);
    }
  });
  let requests = 0;
  let nodes = 0;
  const walk = (
    set: SelectionSetNode | undefined,
    times: number,
    seen: string[],
  ): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === 'Field') {
        const bound = selection.arguments?.find(
          argument =>
            argument.name.value === 'first' || argument.name.value === 'last',
        );
        let next = times;
        if (bound) {
          const value =
            bound.value.kind === 'IntValue'
              ? Number(bound.value.value)
              : Number(
                  bound.value.kind === 'Variable'
                    ? variables[bound.value.name.value]
                    : 0,
                );
          requests += times;
          next = times * Math.max(1, value || 1);
          nodes += next;
        }
        walk(selection.selectionSet, next, seen);
      } else if (selection.kind === 'InlineFragment') {
        walk(selection.selectionSet, times, seen);
      } else if (!seen.includes(selection.name.value)) {
        walk(fragments.get(selection.name.value)?.selectionSet, times, [
          ...seen,
          selection.name.value,
        ]);
      }
    }
  };
  document.definitions.forEach(definition => {
    if (definition.kind === 'OperationDefinition') {
      walk(definition.selectionSet, 1, []);
    }
  });
  return { cost: Math.max(1, Math.round(requests / 100)), nodes };
}

import { useEffect, useRef, useState } from 'react';
import {
  isTerminalOperation,
  type OperationView,
} from '@throughline/plugin-delivery-common';

/** The operation that ended last while the page was open; what had ended before is no news. */
export function useEndings(
  operations: readonly OperationView[],
  onEnded: () => void,
): OperationView | undefined {
  const open = useRef(new Set<string>());
  const tell = useRef(onEnded);
  tell.current = onEnded;
  const [last, setLast] = useState<OperationView>();

  useEffect(() => {
    const isOpen = ({ state }: OperationView) => !isTerminalOperation(state);
    const ended = operations.filter(
      operation => !isOpen(operation) && open.current.has(operation.id),
    );
    open.current = new Set(operations.filter(isOpen).map(({ id }) => id));
    if (ended.length > 0) {
      setLast(ended[0]);
      tell.current();
    }
  }, [operations]);
  return last;
}

import type { OperationState } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { StatusMark } from '../../status';
import { operationLooks } from './operationLooks';

/** How far an operation, or one of its targets, has come. */
export function OperationMark(props: {
  state: OperationState | 'pending';
  size?: 'small' | 'medium';
}) {
  const t = useT();
  return (
    <StatusMark
      size={props.size}
      look={operationLooks[props.state]}
      word={t(`operations.state.${props.state}`)}
    />
  );
}

import { useState } from 'react';
import type { OperationPlan } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { useUniqueId } from '../../../hooks/useUniqueId';
import { problemText } from './problemText';
import { filledIn, initialValues, problemOf } from './validateParameters';

/** What the dialog was filled in with. */
export interface FilledIn {
  parameters?: Record<string, string>;
  reason?: string;
  breakGlass?: true;
}

/**
 * The form of an operation: parameters, reason and whether gates are overridden. It complains of nothing before it is
 * sent for the first time.
 */
export function useOperationForm(plan: OperationPlan) {
  const t = useT();
  const id = useUniqueId('delivery-operation');
  const { parameters } = plan;
  const [values, setValues] = useState(() => initialValues(parameters));
  const [reason, setReason] = useState('');
  const [breakGlass, setBreakGlass] = useState(false);
  const [isTried, setTried] = useState(false);

  const idOf = (name: string) =>
    `${id}-${parameters.findIndex(parameter => parameter.name === name)}`;
  const reasonId = `${id}-reason`;
  const found = parameters.flatMap(parameter => {
    const problem = problemOf(parameter, values[parameter.name] ?? '');
    return problem ? [[parameter.name, problemText(problem, t)] as const] : [];
  });
  const reasonProblem =
    breakGlass && reason.trim() === ''
      ? t('operations.invalid.reason')
      : undefined;

  /** What to send; undefined where something is wrong, and the first field that is has the focus then. */
  function finish(): FilledIn | undefined {
    setTried(true);
    const wrong = [
      ...found.map(([name]) => idOf(name)),
      ...(reasonProblem ? [reasonId] : []),
    ];
    if (wrong.length > 0) {
      document.getElementById(wrong[0])?.focus();
      return undefined;
    }
    const sent = filledIn(parameters, values);
    return {
      ...(Object.keys(sent).length > 0 && { parameters: sent }),
      ...(reason.trim() && { reason: reason.trim() }),
      ...(breakGlass && { breakGlass }),
    };
  }

  return {
    idOf,
    values,
    problems: isTried ? Object.fromEntries(found) : {},
    setValue: (name: string, value: string) =>
      setValues(current => ({ ...current, [name]: value })),
    reason,
    reasonId,
    reasonProblem: isTried ? reasonProblem : undefined,
    setReason,
    breakGlass,
    setBreakGlass,
    finish,
  };
}

import type { KubeObject } from '../../kubernetes/types';
import type { Param, PipelineSpec, WhenExpression } from './types';

/** The parameters of a run, with the defaults of its pipeline. */
export function parametersOf(
  run: KubeObject,
  pipeline: PipelineSpec,
): Map<string, string> {
  const values = new Map<string, string>();
  for (const { name, default: value } of pipeline.params ?? []) {
    if (value !== undefined) {
      values.set(name, value);
    }
  }
  for (const { name, value } of (run.spec?.params ?? []) as Param[]) {
    values.set(name, value);
  }
  return values;
}

/** Fills `$(params.<name>)` in. */
export function fillIn(text: string, values: ReadonlyMap<string, string>) {
  return text.replace(
    /\$\(params\.([\w.-]+)\)/g,
    (whole, name) => values.get(name) ?? whole,
  );
}

/** Conditions with their inputs filled in, and whether all of them hold. */
export function evaluate(
  when: readonly WhenExpression[],
  values: ReadonlyMap<string, string>,
): { expressions: WhenExpression[]; holds: boolean } {
  const expressions = when.map(expression => ({
    ...expression,
    input: fillIn(expression.input, values),
  }));
  return {
    expressions,
    holds: expressions.every(
      ({ input, operator, values: among }) =>
        among.includes(input) === (operator === 'in'),
    ),
  };
}

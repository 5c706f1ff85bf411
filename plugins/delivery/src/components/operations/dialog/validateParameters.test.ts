import type { OperationParameter } from '@throughline/plugin-delivery-common';
import { filledIn, initialValues, problemOf } from './validateParameters';

function parameter(more: Partial<OperationParameter> = {}): OperationParameter {
  return { name: 'version', type: 'string', required: false, ...more };
}

describe('problemOf', () => {
  it.each([
    [{}, '', undefined],
    [{ required: true }, '', 'required'],
    [{ required: true, type: 'boolean' }, '', undefined],
    [{ required: true, type: 'secret' }, '', undefined],
    [{ type: 'number' }, '0.5', undefined],
    [{ type: 'number' }, '-3', undefined],
    [{ type: 'number' }, '1e3', 'number'],
    [{ type: 'number' }, 'three', 'number'],
    [{ type: 'choice', choices: ['a', 'b'] }, 'b', undefined],
    [{ type: 'choice', choices: ['a', 'b'] }, 'c', 'choice'],
    [{ pattern: '\\d+\\.\\d+' }, '1.5', undefined],
    [{ pattern: '\\d+\\.\\d+' }, 'v1.5', 'pattern'],
    [{ pattern: '(?<never' }, 'whatever', undefined],
    [{}, 'x'.repeat(4001), 'tooLong'],
  ] as [Partial<OperationParameter>, string, string | undefined][])(
    'finds in %j with %.20j: %s',
    (more, value, problem) => {
      expect(problemOf(parameter(more), value)?.problem).toBe(problem);
    },
  );
});

describe('the form', () => {
  const parameters = [
    parameter({ defaultValue: '1.5.0' }),
    parameter({ name: 'dryRun', type: 'boolean' }),
    parameter({ name: 'note', type: 'text' }),
    parameter({ name: 'token', type: 'secret', defaultValue: 'x' }),
  ];

  it('opens with the defaults', () => {
    expect(initialValues(parameters)).toEqual({
      version: '1.5.0',
      dryRun: 'false',
      note: '',
      token: 'x',
    });
  });

  it('sends what is filled in, and no secret', () => {
    expect(
      filledIn(parameters, {
        version: '1.6.0',
        dryRun: 'false',
        note: '',
        token: 'x',
      }),
    ).toEqual({ version: '1.6.0', dryRun: 'false' });
  });
});

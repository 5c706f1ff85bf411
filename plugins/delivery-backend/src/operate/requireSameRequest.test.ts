import type { OperationInput } from '@throughline/plugin-delivery-common';
import type { OperationRecord } from './records';
import { requireSameRequest } from './requireSameRequest';

const ACTOR = 'user:default/maya';

function input(parameters?: Record<string, string>): OperationInput {
  return {
    type: 'runPipeline',
    entityRef: 'component:default/shop',
    idempotencyKey: 'one',
    ...(parameters ? { parameters } : {}),
  };
}

function repeat(
  known: OperationInput,
  again: OperationInput,
  { state = 'queued', actor = ACTOR } = {},
): () => void {
  const record = {
    id: 'op-1',
    actor: ACTOR,
    type: known.type,
    state,
    order: { input: known },
  } as unknown as OperationRecord;
  return () => requireSameRequest(record, again, actor);
}

describe('requireSameRequest', () => {
  it.each<[Record<string, string> | undefined]>([
    [undefined],
    [{}],
    [{ version: '1' }],
  ])('takes what is the same: %j', given =>
    expect(repeat(input(given), input(given))).not.toThrow(),
  );

  it.each([
    [{ version: '1' }, { version: '2' }],
    [{ version: '1' }, undefined],
    [undefined, { version: '1' }],
    [{ version: '1' }, { version: '1', level: 'high' }],
  ])('refuses %j where it was %j', (given, before) =>
    expect(repeat(input(before), input(given))).toThrow(/for something else/),
  );

  it('refuses the key of somebody else', () =>
    expect(repeat(input(), input(), { actor: 'user:default/nadia' })).toThrow(
      /by somebody else/,
    ));

  it('does not ask for what was not kept of what was refused', () => {
    const state = 'refused';
    expect(repeat(input(), input({ token: 'x' }), { state })).not.toThrow();
    expect(
      repeat(input({ a: '1' }), input({ a: '2', token: 'x' }), { state }),
    ).toThrow(/for something else/);
  });
});

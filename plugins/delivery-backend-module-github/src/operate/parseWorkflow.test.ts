import fc from 'fast-check';
import { parseWorkflow } from './parseWorkflow';

const none = { inputs: [], showsToken: false };

describe('parseWorkflow', () => {
  it.each([
    ['on: workflow_dispatch', none],
    ['on: [push, workflow_dispatch]', none],
    ['on: { workflow_dispatch: }', none],
    ['"on": { push: , workflow_dispatch: { inputs: } }', none],
  ])('%s can be run', (text, expected) => {
    expect(parseWorkflow(text)).toEqual(expected);
  });

  it.each([
    ['on: push', /no workflow_dispatch/],
    ['on: [push, workflow_call]', /no workflow_dispatch/],
    ['on: { workflow_call: { inputs: { a: } } }', /no workflow_dispatch/],
    ['on: { workflow_dispatch: 7 }', /inputs cannot be read/],
    ['on: { workflow_dispatch: { inputs: [a] } }', /inputs cannot be read/],
    ['name: Nothing', /nowhere/],
    ['', /nowhere/],
    ['on: [push', /no YAML/],
    [`a: &a [x]\nb: [${'*a, '.repeat(50_000)}]`, /no YAML|nowhere/],
  ])('%.60s cannot', (text, reason) => {
    expect(parseWorkflow(text)).toEqual({
      reason: expect.stringMatching(reason),
    });
  });

  it('keeps what it can read of an input', () => {
    const text =
      'on: { workflow_dispatch: { inputs: { a: [odd], b: { required: "yes", type: [x], default: { c: 1 }, options: 5, description: 7 }, c: { default: 1.10 } } } }';
    const plain = { type: 'string', required: false };
    expect(parseWorkflow(text)).toEqual({
      inputs: [
        { ...plain, name: 'a' },
        { ...plain, name: 'b' },
        // As GitHub reads it, too.
        { ...plain, name: 'c', defaultValue: '1.1' },
      ],
      showsToken: false,
    });
  });

  it.each([
    ['To ${{ inputs.delivery_operation }}', true],
    ['To ${{github.event.inputs.delivery_operation}}', true],
    ['To ${{ inputs.version }}', false],
    ['inputs.delivery_operation', false],
  ])('sees whether %s shows the token', (name, showsToken) => {
    const text = `run-name: "${name}"\non: { workflow_dispatch: { inputs: { delivery_operation: } } }`;
    expect(parseWorkflow(text)).toMatchObject({ showsToken });
  });

  it('takes any text and any object', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), text => {
        const parsed = parseWorkflow(text);
        expect('reason' in parsed || Array.isArray(parsed.inputs)).toBe(true);
      }),
    );
  });
});

import assert from 'node:assert/strict';
import { OPERATION_TYPES } from '@throughline/plugin-delivery-common';
import type { SourceFailure } from '../../contract';
import type { ContractCheck, UpstreamFault } from '../harness';
import { assertNoSecret } from './assertNoSecret';
import {
  ask,
  assertFailure,
  assertNothingDone,
  eachOperation,
  failureOf,
  failureUnder,
  foundBy,
  hostile,
  HOSTILE_PART,
  operateContext,
} from './operationSteps';

/** Of these a caller knows that nothing was done. */
const CLEAR: SourceFailure['kind'][] = ['permission', 'authentication'];
/** Of these nobody knows. */
const DOUBTFUL: SourceFailure['kind'][] = ['timeout', 'unreachable'];

const tellingFaults: UpstreamFault[] = [
  { type: 'echo' },
  { type: 'status', status: 401 },
  { type: 'status', status: 403 },
  { type: 'refuse' },
  { type: 'html' },
  { type: 'halfJson' },
];

/** What holds of what a source can be asked to do. */
export const operationChecks: readonly ContractCheck[] = [
  {
    name: 'describes what it can be asked to do',
    needs: [],
    async run(harness) {
      const { operators = [] } = harness.createSource();
      assert.ok(
        operators.length === 0 || harness.operate,
        'it has operators, and the harness no `operate` to try them with',
      );
      const names = operators.flatMap(each =>
        (each.subject === 'target' ? each.resources : ['']).map(resource =>
          [each.operation, each.subject, resource].join(' '),
        ),
      );
      assert.equal(new Set(names).size, names.length, `twice: ${names}`);
      for (const { operation, subject, resources } of operators) {
        assert.ok(OPERATION_TYPES.includes(operation), operation);
        assert.equal(
          resources.length > 0,
          subject === 'target',
          `${operation}: resources are of targets, and each names some`,
        );
      }
    },
  },
  {
    name: 'does what it is asked, once, finds it again and follows it',
    needs: [],
    run: harness =>
      eachOperation(harness, async ({ operator, operate, subject }) => {
        assert.equal(
          operator.unavailable?.(subject),
          undefined,
          'it cannot be asked for what the harness made for it',
        );
        const names = (
          (await operator.parameters?.(subject, operateContext())) ?? []
        ).map(({ name }) => name);
        assert.equal(new Set(names).size, names.length, `twice: ${names}`);
        const request = ask(subject);
        await assertNothingDone(operator, request);
        const handle = await operator.start(request, operateContext());
        for (const [key, value] of Object.entries(handle)) {
          assert.equal(typeof value, 'string', `${key} of the handle`);
        }
        assert.equal(operate.effects(operator), 1);
        await operator.follow(handle, operateContext());
        if (!operate.harmless?.includes(operator.operation)) {
          const found = await foundBy(harness, operator, request);
          assert.ok(found, 'it does not find what it has done');
          await operator.follow(found, operateContext());
        }
        assert.equal(operate.effects(operator), 1, 'looking does it again');
      }),
  },
  {
    name: 'does it once though the answer is lost and the portal restarts',
    needs: ['loseWrites'],
    run: harness =>
      eachOperation(harness, async ({ operator, operate, subject }) => {
        if (operate.harmless?.includes(operator.operation)) {
          return;
        }
        const request = ask(subject);
        const error = await failureUnder(harness, { type: 'loseWrites' }, () =>
          operator.start(request, operateContext()),
        );
        assertFailure(error, DOUBTFUL);
        // Of more than one step, the first may be what was lost.
        for (let tries = 0; tries < 5; tries += 1) {
          const found = await foundBy(harness, operator, request);
          if (found) {
            break;
          }
          await operator.start(request, operateContext());
        }
        assert.ok(await foundBy(harness, operator, request));
        assert.equal(operate.effects(operator), 1);
      }),
  },
  ...[401, 403].map(
    (status): ContractCheck => ({
      name: `leaves nothing behind where ${status} refuses it`,
      needs: ['status'],
      run: harness =>
        eachOperation(harness, async ({ operator, operate, subject }) => {
          const request = ask(subject);
          const error = await failureUnder(
            harness,
            { type: 'status', status },
            () => operator.start(request, operateContext()),
          );
          assertFailure(error, CLEAR);
          assert.equal(operate.effects(operator), 0);
          await assertNothingDone(operator, request);
        }),
    }),
  ),
  {
    name: 'says that nobody knows where the upstream fails or is gone',
    needs: ['status', 'refuse'],
    run: harness =>
      eachOperation(harness, async ({ operator, subject }) => {
        for (const fault of [
          { type: 'status', status: 503 },
          { type: 'refuse' },
        ] as const) {
          const error = await failureUnder(harness, fault, () =>
            operator.start(ask(subject), operateContext()),
          );
          assertFailure(error, DOUBTFUL);
        }
      }),
  },
  {
    name: 'gives operations up when nobody waits for them any more',
    needs: ['hang'],
    run: harness =>
      eachOperation(harness, async ({ operator, subject }) => {
        const error = await failureUnder(
          harness,
          { type: 'hang' },
          async () => {
            const began = performance.now();
            const context = operateContext(AbortSignal.timeout(100));
            await operator.start(ask(subject), context).finally(() => {
              const took = performance.now() - began;
              assert.ok(took < 1_500, `it went on for ${took} ms`);
            });
          },
        );
        assert.ok(error, 'it was done by an upstream that hangs');
        assert.ok(!(error instanceof assert.AssertionError), String(error));
      }),
  },
  {
    name: 'tells no secret in errors of operations',
    needs: tellingFaults.map(({ type }) => type),
    run: harness =>
      eachOperation(harness, async ({ operator, subject }) => {
        const handle = await operator.start(ask(subject), operateContext());
        for (const fault of tellingFaults) {
          const calls = [
            () => operator.start(ask(subject), operateContext()),
            () => operator.find(ask(subject), operateContext()),
            () => operator.follow(handle, operateContext()),
          ];
          const errors: unknown[] = [];
          for (const call of calls) {
            errors.push(await failureUnder(harness, fault, call));
          }
          assertNoSecret(harness, [errors, handle]);
        }
      }),
  },
  {
    name: 'encodes the names of what it acts on',
    needs: [],
    run: harness =>
      eachOperation(harness, async ({ operator, operate, subject }) => {
        for (const bad of hostile(subject)) {
          await failureOf(() => operator.start(ask(bad), operateContext()));
          await failureOf(() => operator.find(ask(bad), operateContext()));
        }
        for (const path of operate.paths()) {
          assert.ok(
            !path.split(/[/?#&]/).includes(HOSTILE_PART),
            `a name reached another path: ${path}`,
          );
        }
        assert.equal(operate.effects(operator), 0);
      }),
  },
];

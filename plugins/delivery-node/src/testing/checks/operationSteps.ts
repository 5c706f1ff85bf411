import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import {
  SourceFailure,
  type OperateContext,
  type OperationHandle,
  type OperationRequest,
  type OperationSubject,
  type SourceOperation,
} from '../../contract';
import type {
  OperateHarness,
  ProviderHarness,
  UpstreamFault,
} from '../harness';
import { silentLogger } from './silentLogger';

/** What a name must not become a segment of a path by. */
export const HOSTILE_PART = 'clusters-7f3';
const HOSTILE_NAME = `../${HOSTILE_PART}`;

/** One operation, and what it is tried on. */
export interface OperationTrial {
  operator: SourceOperation;
  operate: OperateHarness;
  subject: OperationSubject;
}

/** Tries every operation of the source, each on something of its own. */
export async function eachOperation(
  harness: ProviderHarness,
  run: (trial: OperationTrial) => Promise<void>,
): Promise<void> {
  const { operate } = harness;
  if (!operate) {
    return;
  }
  for (const operator of harness.createSource().operators ?? []) {
    const subject = await operate.subject(operator);
    try {
      await run({ operator, operate, subject });
    } catch (error) {
      (error as Error).message = `${operator.operation}: ${
        (error as Error).message
      }`;
      throw error;
    }
  }
}

/** Long enough for a client to notice that its kept connections were closed. */
const NOTICE_MS = 30;

/** What a call fails with while the upstream misbehaves; undefined where it does not. */
export async function failureUnder(
  harness: ProviderHarness,
  fault: UpstreamFault,
  call: () => Promise<unknown>,
): Promise<unknown> {
  await harness.upstream.misbehave(fault);
  await setTimeout(NOTICE_MS);
  const error = await failureOf(call);
  await harness.upstream.recover();
  await setTimeout(NOTICE_MS);
  return error;
}

/** A request with a token of its own. */
export function ask(subject: OperationSubject): OperationRequest {
  return {
    subject,
    parameters: {},
    token: randomUUID(),
    actor: 'user:default/ada',
  };
}

/**
 * What an operation is called in.
 *
 * @public
 */
export function operateContext(
  signal: AbortSignal = AbortSignal.timeout(20_000),
): OperateContext {
  return { signal, logger: silentLogger() };
}

/** What a call fails with; undefined where it does not. */
export async function failureOf(
  call: () => Promise<unknown>,
): Promise<unknown> {
  try {
    await call();
    return undefined;
  } catch (error) {
    return error ?? new Error('nothing was thrown');
  }
}

export function assertFailure(
  error: unknown,
  kinds: readonly SourceFailure['kind'][],
): void {
  assert.ok(error, 'it did not fail');
  assert.ok(error instanceof SourceFailure, `not a SourceFailure: ${error}`);
  assert.ok(
    kinds.includes(error.kind),
    `it is of kind ${error.kind}, not ${kinds}: ${error.message}`,
  );
}

/** What a source that is new, as after a restart, finds of an operation. */
export async function foundBy(
  harness: ProviderHarness,
  operator: SourceOperation,
  request: OperationRequest,
): Promise<OperationHandle | undefined> {
  const again = harness
    .createSource()
    .operators?.find(
      each =>
        each.operation === operator.operation &&
        each.subject === operator.subject &&
        each.resources.join() === operator.resources.join(),
    );
  assert.ok(again, 'it has the operation no more');
  const found = await again.find(request, operateContext());
  assert.notEqual(found, 'unsure', 'it cannot tell what it has done');
  return found as OperationHandle | undefined;
}

export async function assertNothingDone(
  operator: SourceOperation,
  request: OperationRequest,
): Promise<void> {
  const found = await operator.find(request, operateContext());
  assert.ok(
    found === undefined || found === 'unsure',
    'it finds what it never did',
  );
}

/** The subject under names that lead elsewhere unless they are encoded. */
export function hostile(subject: OperationSubject): OperationSubject[] {
  switch (subject.kind) {
    case 'target':
      return (['name', 'namespace', 'project'] as const)
        .filter(field => subject.target[field] !== undefined)
        .map(field => ({
          kind: 'target',
          target: { ...subject.target, [field]: HOSTILE_NAME },
        }));
    case 'run':
      return [{ kind: 'run', run: { ...subject.run, key: HOSTILE_NAME } }];
    default:
      return [{ ...subject, pipeline: HOSTILE_NAME }];
  }
}

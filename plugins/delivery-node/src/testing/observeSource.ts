import type { LoggerService } from '@backstage/backend-plugin-api';
import type { DeliverySource, Observation, ObserveContext } from '../contract';

/** How long a check waits for what must come, in milliseconds; then it has failed. */
export const PATIENCE_MS = 6_000;

/**
 * An observation that runs beside a test.
 *
 * @public
 */
export interface RunningObservation {
  readonly observations: readonly Observation[];
  /** All that was logged, as text. */
  readonly logs: readonly string[];
  readonly calls: readonly { operation: string; outcome: 'ok' | 'error' }[];
  /**
   * Waits until that holds or the observation ended.
   *
   * @throws Error where neither comes
   */
  until(holds: (soFar: readonly Observation[]) => boolean): Promise<void>;
  /** Aborts it, as when the portal stops. Does not wait. */
  abort(): void;
  /**
   * Waits for the end of the observation; the error that it ended with is the result.
   *
   * @throws Error where it does not end
   */
  ended(): Promise<unknown>;
}

/**
 * Starts to observe a source, as the backend does.
 *
 * @public
 */
export function observeSource(
  source: DeliverySource,
  context: Partial<ObserveContext> & Pick<ObserveContext, 'interests'>,
): RunningObservation {
  const observations: Observation[] = [];
  const logs: string[] = [];
  const calls: { operation: string; outcome: 'ok' | 'error' }[] = [];
  const waiting = new Set<() => void>();
  const wake = () => waiting.forEach(check => check());
  const controller = new AbortController();
  let finished = false;

  const consume = async () => {
    for await (const observation of source.observe({
      reason: 'start',
      cursor: undefined,
      hints: [],
      logger: recordingLogger(logs),
      countCall: call => calls.push(call),
      ...context,
      signal: context.signal
        ? AbortSignal.any([context.signal, controller.signal])
        : controller.signal,
    })) {
      observations.push(observation);
      wake();
    }
  };
  const end = consume().then(
    () => undefined,
    (error: unknown) => error ?? new Error('It ended with no error at all'),
  );
  void end.then(() => {
    finished = true;
    wake();
  });

  return {
    observations,
    logs,
    calls,
    abort: () => controller.abort(),
    ended: () =>
      patiently(end, () => `${source.id} did not end its observation`),
    until: holds =>
      patiently(
        new Promise<void>((resolve, reject) => {
          const check = () => {
            try {
              if (finished || holds(observations)) {
                waiting.delete(check);
                resolve();
              }
            } catch (error) {
              waiting.delete(check);
              reject(error);
            }
          };
          waiting.add(check);
          check();
        }),
        () =>
          `${source.id} did not tell what was waited for; it told ${
            observations.map(observation => observation.type).join(', ') ||
            'nothing'
          }`,
      ),
  };
}

async function patiently<T>(
  promise: Promise<T>,
  complaint: () => string,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${complaint()} (waited ${PATIENCE_MS} ms)`)),
      PATIENCE_MS,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function recordingLogger(logs: string[]): LoggerService {
  const record = (message: string, meta?: unknown) => {
    logs.push(`${message} ${describe(meta)}`);
  };
  const logger: LoggerService = {
    error: record,
    warn: record,
    info: record,
    debug: record,
    child: () => logger,
  };
  return logger;
}

function describe(meta: unknown): string {
  if (meta instanceof Error) {
    return `${meta.stack} ${describe(meta.cause)}`;
  }
  try {
    return JSON.stringify(meta) ?? '';
  } catch {
    return String(meta);
  }
}

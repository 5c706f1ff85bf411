import type { Response } from 'express';
import { at } from './json';
import type { KubeObject } from './types';

const PATHS = ['/healthz', '/v1/orders', '/v1/items', '/metrics', '/v1/status'];
const LINE_SECONDS = 7;

function isCrashing(pod: KubeObject): boolean {
  const statuses = at(pod, ['status', 'containerStatuses']);
  return (
    Array.isArray(statuses) &&
    statuses.some(
      status =>
        at(status, ['state', 'waiting', 'reason']) === 'CrashLoopBackOff' ||
        at(status, ['state', 'terminated', 'reason']) === 'Error',
    )
  );
}

function logLine(pod: KubeObject, at_: number): string {
  const index = Math.floor(at_ / 1_000 / LINE_SECONDS);
  const path = PATHS[(index * 7 + pod.metadata.name.length) % PATHS.length];
  const milliseconds = 3 + ((index * 13) % 60);
  return `level=info method=GET path=${path} status=200 duration=${milliseconds}ms`;
}

/** Answers a pod's log: made up, but steady for the same pod and time. */
export function servePodLog(
  pod: KubeObject,
  query: Record<string, unknown>,
  response: Response,
): void {
  const now = Date.now();
  const tail = Math.min(Number(query.tailLines ?? 50), 5_000);
  const stamp = (time: number, text: string) =>
    query.timestamps === 'true'
      ? `${new Date(time).toISOString()} ${text}\n`
      : `${text}\n`;
  response.setHeader('Content-Type', 'text/plain');
  if (isCrashing(pod)) {
    const started = now - 4_000;
    const text = [
      'level=info msg="starting" component=main',
      'level=info msg="loading model" path=/models/current.bin',
      'level=error msg="cannot load model: unexpected end of file"',
      'panic: model is not usable: unexpected end of file',
      '',
      'goroutine 1 [running]:',
      'main.main()',
      '\t/src/cmd/server/main.go:61 +0x2a5',
    ];
    response.end(
      text
        .slice(-tail)
        .map((entry, i) => stamp(started + i * 300, entry))
        .join(''),
    );
    return;
  }
  const created = Date.parse(pod.metadata.creationTimestamp ?? '') || now;
  const since = query.sinceSeconds
    ? now - Number(query.sinceSeconds) * 1_000
    : created;
  const entries: string[] = [];
  for (
    let time = now - (now % (LINE_SECONDS * 1_000));
    time >= Math.max(created, since) && entries.length < tail;
    time -= LINE_SECONDS * 1_000
  ) {
    entries.unshift(stamp(time, logLine(pod, time)));
  }
  response.write(entries.join(''));
  if (query.follow !== 'true') {
    response.end();
    return;
  }
  const ticker = setInterval(
    () => response.write(stamp(Date.now(), logLine(pod, Date.now()))),
    LINE_SECONDS * 1_000,
  );
  response.on('close', () => clearInterval(ticker));
}

import type { Config } from '@backstage/config';
import { configProblem } from '@throughline/plugin-delivery-node';
import { DateTime, IANAZone, type WeekdayNumbers } from 'luxon';
import { refuseUnknownKeys } from '../../config/refuseUnknownKeys';
import type { FreezeWindow } from '../gates';
import { requireEnvironment } from './requireEnvironment';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Reads `freezes` of `delivery.operations`: times in which nothing is to change. */
export function readFreezes(
  config: Config | undefined,
  root: string,
  environments: readonly string[],
): FreezeWindow[] {
  return (config?.getOptionalConfigArray('freezes') ?? []).map((entry, index) =>
    readFreeze(entry, `${root}.freezes[${index}]`, environments),
  );
}

function readFreeze(
  config: Config,
  path: string,
  environments: readonly string[],
): FreezeWindow {
  refuseUnknownKeys(
    config,
    ['name', 'environments', 'timeZone', 'weekly', 'from', 'to'],
    path,
  );
  const name = config.getOptionalString('name');
  if (!name) {
    throw configProblem(
      `${path}.name`,
      'it is missing',
      'Say why nothing is to change, such as "weekend": people read it.',
    );
  }
  const concerned = config.getOptionalStringArray('environments');
  if (!concerned || concerned.length === 0) {
    throw configProblem(
      `${path}.environments`,
      'it is missing',
      'List the environments that it is for.',
    );
  }
  concerned.forEach((each, index) =>
    requireEnvironment(each, environments, `${path}.environments[${index}]`),
  );
  const timeZone = config.getOptionalString('timeZone') ?? 'UTC';
  if (!IANAZone.isValidZone(timeZone)) {
    throw configProblem(
      `${path}.timeZone`,
      `'${timeZone.slice(0, 60)}' is no time zone`,
      'Use a name of the IANA database, such as Europe/Berlin.',
    );
  }
  const common = { name, environments: concerned };
  const weekly = config.getOptionalConfig('weekly');
  if (weekly) {
    refuseUnknownKeys(weekly, ['from', 'to'], `${path}.weekly`);
    return {
      type: 'weekly',
      ...common,
      begins: readDay(weekly, 'from', `${path}.weekly`),
      ends: readDay(weekly, 'to', `${path}.weekly`),
      timeZone,
    };
  }
  const from = readTime(config, 'from', path, timeZone);
  const to = readTime(config, 'to', path, timeZone);
  if (to <= from) {
    throw configProblem(
      `${path}.to`,
      "it is not after 'from'",
      'Give the time at which the freeze ends.',
    );
  }
  return { type: 'once', ...common, from, to };
}

function readTime(
  config: Config,
  key: 'from' | 'to',
  path: string,
  zone: string,
): number {
  const time = DateTime.fromISO(config.getOptionalString(key) ?? '', { zone });
  if (!time.isValid) {
    throw configProblem(
      `${path}.${key}`,
      'it is no time',
      "Write it such as 2026-12-21T06:00, or give 'weekly' with 'from' and 'to'.",
    );
  }
  return time.toMillis();
}

function readDay(
  config: Config,
  key: 'from' | 'to',
  path: string,
): { day: WeekdayNumbers; minute: number } {
  const text = config.getOptionalString(key) ?? '';
  const [, word, hour, minute] = /^(\w{3}) (\d\d):(\d\d)$/.exec(text) ?? [];
  const day = DAYS.indexOf(word) + 1;
  if (day === 0 || Number(hour) > 23 || Number(minute) > 59) {
    throw configProblem(
      `${path}.${key}`,
      `'${text.slice(0, 40)}' is no day and time`,
      'Write it such as fri 16:00.',
    );
  }
  return {
    day: day as WeekdayNumbers,
    minute: Number(hour) * 60 + Number(minute),
  };
}

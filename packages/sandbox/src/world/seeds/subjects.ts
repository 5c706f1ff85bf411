import { Random } from '../Random';
import { Vocabulary } from '../services';

const templates = [
  'Cover {} with tests',
  'Fix a race in {}',
  'Log less about {}',
  'Move {} into a module of its own',
  'Retry {} once when the upstream times out',
  'Raise the time-out of {} to 2 s',
  'Cache {} for a minute',
  'Count failures of {}',
  'Trace {}',
  'Simplify {}',
  'Fix an off-by-one in {}',
  'Document {}',
  'Validate input of {}',
  'Put {} behind a flag',
  'Remove the old path of {}',
  'Make {} twice as fast',
  'Do not swallow errors of {}',
  'Name the metrics of {} as the others are named',
  'Bound the memory of {}',
  'Answer sooner when {} is down',
];

const chores = [
  'Bump the base image',
  'Update dependencies',
  'Bump the OpenTelemetry SDK',
  'Fix a flaky test',
  'Run linters in CI',
  'Update the README',
  'Clean up after the last release',
  'Pin the build tool',
];

/** Subjects for a service's commits: its own first, then what all services live through. */
export function subjectsFor(
  vocabulary: Vocabulary,
  count: number,
  random: Random,
): string[] {
  const combined = random
    .shuffle(
      vocabulary.nouns.flatMap(noun =>
        templates.map(template => template.replace('{}', noun)),
      ),
    )
    .slice(0, count);
  const kinds = [...vocabulary.subjects];
  const everyday = combined.slice(0, Math.max(0, count - kinds.length));
  const mixed = random.shuffle([...kinds, ...everyday]).slice(0, count);
  return mixed.map(subject =>
    random.chance(0.1) ? random.pick(chores) : subject,
  );
}

import { readFileSync } from 'node:fs';
import { runningPrograms } from './Program.mjs';

const TICKS_PER_SECOND = 100;

/** Seconds of processor time that a process and those that it started and that have ended used; 0 where nobody tells. */
export function processorTimeOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).map(Number);
    return ticks.reduce((sum, each) => sum + each, 0) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}

/**
 * Watches how many cores programs take that are not of the benchmark (a database server counts as one): with more
 * than a little, the figures are those of a machine that does something else.
 *
 * @returns a function that tells the average since; undefined where the system does not say
 */
export function watchOthers() {
  const begin = sample();
  return () => {
    const end = sample();
    if (!begin || !end) {
      return undefined;
    }
    const took = (end.at - begin.at) / 1000;
    return Math.max(0, end.busy - end.ours - (begin.busy - begin.ours)) / took;
  };
}

function sample() {
  try {
    const [, user, nice, system, , , irq, softirq] = readFileSync(
      '/proc/stat',
      'utf8',
    )
      .split('\n')[0]
      .split(/\s+/)
      .map(Number);
    const self = processorTimeOf(process.pid);
    const ours = runningPrograms()
      .map(({ pid }) => processorTimeOf(pid))
      .reduce((sum, seconds) => sum + seconds, self);
    return {
      at: performance.now(),
      busy: (user + nice + system + irq + softirq) / TICKS_PER_SECOND,
      ours,
    };
  } catch {
    return undefined;
  }
}

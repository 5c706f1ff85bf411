import { expect } from '@playwright/test';
import { pagePath, type Portal } from './Portal';

/** How long answers took, in milliseconds. */
export interface Times {
  median: number;
  slowest: number;
}

const ROUNDS = 5;

/** Asks for every page one by one, some times over, and expects that each answers. */
export async function timesOf(
  portal: Portal,
  components: readonly string[],
): Promise<Times> {
  const paths = [
    '/api/delivery/sources',
    '/api/delivery/fleet?limit=200',
    ...components.flatMap(name => [
      pagePath(name),
      `${pagePath(name)}/history`,
    ]),
  ];
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const path of paths) {
      const begun = performance.now();
      const response = await portal.request(path);
      await response.arrayBuffer();
      times.push(performance.now() - begun);
      expect(response.status, path).toBe(200);
    }
  }
  times.sort((a, b) => a - b);
  return {
    median: times[Math.floor(times.length / 2)],
    slowest: times.at(-1)!,
  };
}

/** Times in words. */
export function inWords({ median, slowest }: Times): string {
  return `${median.toFixed(1)} ms, ${slowest.toFixed(0)} ms at worst`;
}

import { Lag } from '../Lag.mjs';
import { compareWithArgo } from '../truth.mjs';
import { sleep, until } from '../wait.mjs';

const LAG_MS = 5_000;
const CALM = 5;
const DRAIN_MS = 120_000;

/** How long it takes until an open page is told of a change, where little else happens. */
export async function measureLive(portal, sandbox, options) {
  const { services } = options;
  const lag = new Lag(portal, sandbox.ports, { services, openPages: services });
  await lag.open();
  try {
    await sandbox.churn(CALM);
    await sleep(2_000);
    lag.reset();
    await sleep(options.liveSeconds * 1000);
    await sandbox.churn(0);
    await sleep(LAG_MS);
    return { ...lag.read(), lost: lag.forget() };
  } finally {
    await sandbox.churn(0).catch(() => {});
    lag.close();
  }
}

/**
 * Has more and more Applications change each second, until open pages are told of it more than five seconds late.
 * What counts is the rate that the streams really brought, and not the one that was asked for.
 */
export async function measureChurn(portal, sandbox, options, say) {
  const lag = new Lag(portal, sandbox.ports, options);
  await lag.open();
  const steps = [];
  try {
    for (const asked of options.churnSteps) {
      lag.reset();
      await portal.program.ask('stalls');
      const cpu = [portal, sandbox].map(each => each.program.cpuSeconds());
      const begun = performance.now();
      await sandbox.churn(asked);
      await sleep(options.churnSeconds * 1000);
      const took = (performance.now() - begun) / 1000;
      const result = lag.read();
      const [portalCpu, sandboxCpu] = [portal, sandbox].map(
        (each, index) => (each.program.cpuSeconds() - cpu[index]) / took,
      );
      const step = {
        asked,
        perSecond: result.events / took,
        p50: result.p50,
        p99: result.p99,
        oldest: result.oldest,
        cpuMsPerChange: (portalCpu * took * 1000) / result.events,
        portalCpu,
        sandboxCpu,
        stalls: await portal.program.ask('stalls'),
      };
      steps.push(step);
      say(
        `  ${asked}/s: ${step.perSecond.toFixed(0)}/s came, lag p50 ${ms(
          step.p50,
        )} p99 ${ms(step.p99)}, processor: portal ${percent(
          portalCpu,
        )}, sandbox ${percent(sandboxCpu)}`,
      );
      if (step.p99 > LAG_MS || step.oldest > LAG_MS) {
        break;
      }
    }
    await sandbox.churn(0);
    const drained = await drain(portal, sandbox, options, lag);
    return { steps, ...drained };
  } finally {
    await sandbox.churn(0).catch(() => {});
    lag.close();
  }
}

/** After the storm, everything has to be told, and the pages have to say what Argo CD says. */
async function drain(portal, sandbox, { services }, lag) {
  const begun = performance.now();
  let comparison;
  await until(
    'That pages caught up after the changes',
    async () => {
      comparison = await compareWithArgo(portal, sandbox.ports, services);
      return comparison.different.length === 0;
    },
    { timeoutMs: DRAIN_MS, everyMs: 1_000 },
  ).catch(() => {});
  return {
    drainSeconds: (performance.now() - begun) / 1000,
    lost: lag.forget(),
    ...comparison,
  };
}

const ms = value => (value === undefined ? '–' : `${value.toFixed(0)} ms`);
const percent = value => `${(value * 100).toFixed(0)} %`;

/** The highest rate that was kept up with. */
export function sustained({ steps }) {
  return steps
    .filter(step => step.p99 <= LAG_MS && step.oldest <= LAG_MS)
    .reduce((most, step) => Math.max(most, step.perSecond), 0);
}

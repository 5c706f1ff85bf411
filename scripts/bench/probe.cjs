// Loaded into the measured programs before their own code: collects garbage and records profiles when the benchmark
// asks, and ends the program where the benchmark itself was killed.
const { Session } = require('node:inspector');
const { writeFileSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');

const send = process.send?.bind(process);
// What is measured must not take the channel for one of its own.
process.send = undefined;

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();

// What lives at the end can only be told where allocations are sampled from the beginning.
const heap = process.env.BENCH_HEAP ? new Session() : undefined;
heap?.connect();
heap?.post('HeapProfiler.startSampling', { samplingInterval: 65_536 });

let session;
const post = (method, params, to = session) =>
  new Promise((resolve, reject) =>
    to.post(method, params, (error, result) =>
      error ? reject(error) : resolve(result),
    ),
  );

const actions = {
  async memory() {
    for (let i = 0; i < 4; i++) {
      global.gc?.();
      await new Promise(resolve => setTimeout(resolve, 500));
    }
    const usage = process.memoryUsage();
    // V8 keeps the pages of garbage that it has collected; only this gives them back to the system.
    global.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    return { ...usage, rssNeeded: process.memoryUsage.rss() };
  },
  /** How long the event loop was held up since this was asked last, in milliseconds. */
  async stalls() {
    const ms = nanoseconds => nanoseconds / 1e6;
    const stalls = { p99: ms(delay.percentile(99)), max: ms(delay.max) };
    delay.reset();
    return stalls;
  },
  async writeHeap({ file }) {
    const { profile } = await post('HeapProfiler.stopSampling', {}, heap);
    writeFileSync(file, JSON.stringify(profile));
  },
  async startProfile() {
    session = new Session();
    session.connect();
    await post('Profiler.enable');
    await post('Profiler.setSamplingInterval', { interval: 1000 });
    await post('Profiler.start');
  },
  async stopProfile({ file }) {
    const { profile } = await post('Profiler.stop');
    session.disconnect();
    writeFileSync(file, JSON.stringify(profile));
  },
};

if (send) {
  process.on('message', async ({ id, action, ...rest }) => {
    try {
      send({ id, result: await actions[action]?.(rest) });
    } catch (error) {
      send({ id, error: String(error) });
    }
  });
  process.on('disconnect', () => process.exit(1));
  process.channel.unref();
}

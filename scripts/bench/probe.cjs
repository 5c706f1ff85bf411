// Loaded into the measured programs before their own code: collects garbage and records profiles when the benchmark
// asks, and ends the program where the benchmark itself was killed.
const { Session } = require('node:inspector');
const { writeFileSync } = require('node:fs');

const send = process.send?.bind(process);
// What is measured must not take the channel for one of its own.
process.send = undefined;

let session;
const post = (method, params) =>
  new Promise((resolve, reject) =>
    session.post(method, params, (error, result) =>
      error ? reject(error) : resolve(result),
    ),
  );

const actions = {
  async memory() {
    for (let i = 0; i < 4; i++) {
      global.gc?.();
      await new Promise(resolve => setTimeout(resolve, 500));
    }
    return process.memoryUsage();
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

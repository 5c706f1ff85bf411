// A load generator in a process of its own, so that it does not share an event loop with what it measures.
// Reads { urls, headers, connections, seconds | rounds, conditional } as JSON from standard input and prints
// latencies, in milliseconds, as JSON.
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

const { urls, headers, connections, seconds, rounds, conditional } = JSON.parse(
  await text(process.stdin),
);
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const etags = new Map();
let latencies = [];
let statuses = {};
let bytes = 0;
let asked = 0;

function get(url) {
  return new Promise(resolve => {
    const begun = performance.now();
    asked += 1;
    const known = conditional && etags.get(url);
    const failed = () => {
      statuses.failed = (statuses.failed ?? 0) + 1;
      resolve();
    };
    const call = request(
      url,
      {
        agent,
        headers: known ? { ...headers, 'if-none-match': known } : headers,
      },
      response => {
        response.on('data', chunk => {
          bytes += chunk.length;
        });
        response.on('error', failed);
        response.on('end', () => {
          const { statusCode } = response;
          statuses[statusCode] = (statuses[statusCode] ?? 0) + 1;
          if (statusCode === 200 || statusCode === 304) {
            latencies.push(performance.now() - begun);
            etags.set(url, response.headers.etag);
          }
          resolve();
        });
      },
    );
    call.on('error', failed);
    call.end();
  });
}

async function run(goesOn) {
  let next = 0;
  const viewer = async () => {
    while (goesOn(next)) {
      const url = urls[next % urls.length];
      next += 1;
      await get(url);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: connections }, viewer));
  return (performance.now() - begun) / 1000;
}

// Each connection is opened, and each ETag known, before the clock runs.
await run(next => next < (conditional ? urls.length : connections * 2));
latencies = [];
statuses = {};
bytes = 0;
const end = performance.now() + (seconds ?? 0) * 1000;
const took = await run(next =>
  rounds ? next < rounds * urls.length : performance.now() < end,
);
agent.destroy();

latencies.sort((a, b) => a - b);
const at = share =>
  latencies[
    Math.min(latencies.length - 1, Math.floor(latencies.length * share))
  ];
process.stdout.write(
  JSON.stringify({
    requests: latencies.length,
    asked,
    statuses,
    perSecond: latencies.length / took,
    p50: at(0.5),
    p99: at(0.99),
    max: latencies.at(-1),
    meanBytes: latencies.length ? Math.round(bytes / latencies.length) : 0,
  }),
);

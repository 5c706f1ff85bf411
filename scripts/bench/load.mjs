// A load generator in a process of its own, so that it does not share an event loop with what it measures.
// Reads { urls, headers, connections, seconds } as JSON from standard input and prints latencies as JSON.
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

const { urls, headers, connections, seconds } = JSON.parse(
  await text(process.stdin),
);
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const latencies = [];
let failures = 0;
let bytes = 0;
let next = 0;
const end = performance.now() + seconds * 1000;

function get(url) {
  return new Promise(resolve => {
    const begun = performance.now();
    const call = request(url, { agent, headers }, response => {
      response.on('data', chunk => {
        bytes += chunk.length;
      });
      response.on('end', () => {
        if (response.statusCode === 200) {
          latencies.push(performance.now() - begun);
        } else {
          failures += 1;
        }
        resolve();
      });
    });
    call.on('error', () => {
      failures += 1;
      resolve();
    });
    call.end();
  });
}

async function viewer() {
  while (performance.now() < end) {
    next = (next + 1) % urls.length;
    await get(urls[next]);
  }
}

await Promise.all(Array.from({ length: connections }, viewer));
agent.destroy();
latencies.sort((a, b) => a - b);
const at = share =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
process.stdout.write(
  JSON.stringify({
    requests: latencies.length,
    failures,
    perSecond: latencies.length / seconds,
    p50: at(0.5),
    p99: at(0.99),
    meanBytes: latencies.length ? Math.round(bytes / latencies.length) : 0,
  }),
);

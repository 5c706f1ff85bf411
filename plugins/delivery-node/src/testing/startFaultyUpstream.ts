import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { UpstreamFault } from './harness';

/** A client on loopback has seen the end of its connections by then, in milliseconds. */
const SEEN_MS = 20;

/**
 * A stand-in for an upstream on loopback, whose every fault of {@link UpstreamFault} can be switched on.
 *
 * @public
 */
export interface FaultyUpstream {
  url: string;
  misbehave(fault: UpstreamFault): Promise<void>;
  recover(): Promise<void>;
  /** Cuts every open connection, as a restart of the upstream would. */
  disconnect(): void;
  close(): Promise<void>;
}

/**
 * Serves a handler on a free port of 127.0.0.1. A fault that begins also ends what is open, so that a watch feels
 * it; `hang` and `stall` keep connections open and say nothing more.
 *
 * @param handler - how the upstream answers while it is well
 * @public
 */
export async function startFaultyUpstream(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<FaultyUpstream> {
  let fault: UpstreamFault | undefined;
  const server = createServer((request, response) => {
    if (!fault) {
      handler(request, response);
    } else if (fault.type === 'breakOff') {
      breakOff(response);
      handler(request, response);
    } else if (fault.type === 'loseWrites') {
      loseAnswer(request, response);
      handler(request, response);
    } else {
      misanswer(fault, request, response);
    }
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    async misbehave(next) {
      fault = next;
      await closeConnections(server);
    },
    async recover() {
      fault = undefined;
      await closeConnections(server);
    },
    disconnect: () => server.closeAllConnections(),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Until clients have seen it, too: one that sends on a connection which is closed meets another fault than it should. */
async function closeConnections(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise(resolve => setTimeout(resolve, SEEN_MS));
}

function misanswer(
  fault: Exclude<UpstreamFault, { type: 'breakOff' | 'loseWrites' }>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const json = { 'content-type': 'application/json' };
  switch (fault.type) {
    case 'status':
      response.writeHead(fault.status, json);
      response.end(
        JSON.stringify({ message: `the stand-in answers ${fault.status}` }),
      );
      break;
    case 'stall':
      response.writeHead(200, json);
      response.write('{');
      break;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>Sign in</title>');
      break;
    case 'halfJson':
      response.writeHead(200, json);
      response.end('{"items":[{"metadata":{"name":"ha');
      break;
    case 'refuse':
      request.socket.destroy();
      break;
    case 'echo':
      readBody(request, body => {
        response.writeHead(500, { 'content-type': 'text/plain' });
        const { authorization = '', cookie = '' } = request.headers;
        response.end(
          `panic: ${authorization} ${
            authorization.split(' ')[1] ?? ''
          } ${cookie} ${JSON.stringify(request.headers)} ${body}`,
        );
      });
      break;
    default:
      break;
  }
}

/** Lets the first half of the first piece of the answer through, and then cuts the connection. */
function breakOff(response: ServerResponse): void {
  const write = response.write.bind(response);
  const cut = (chunk?: unknown) => {
    const bytes = Buffer.from(typeof chunk === 'function' ? '' : String(chunk));
    write(bytes.subarray(0, bytes.length / 2), () =>
      response.socket?.destroy(),
    );
    return response;
  };
  response.write = ((chunk: unknown) => {
    cut(chunk);
    return true;
  }) as typeof response.write;
  response.end = cut as typeof response.end;
}

/** What was asked for is done, and the connection is cut before a word of the answer; reads are answered well. */
function loseAnswer(request: IncomingMessage, response: ServerResponse): void {
  if (request.method === 'GET' || request.method === 'HEAD') {
    return;
  }
  const cut = () => {
    request.socket.destroy();
    return response;
  };
  response.writeHead = cut;
  response.write = () => false;
  response.end = cut as typeof response.end;
}

function readBody(request: IncomingMessage, then: (body: string) => void) {
  let body = '';
  request.on('data', chunk => {
    body += chunk;
  });
  request.on('end', () => then(body));
}

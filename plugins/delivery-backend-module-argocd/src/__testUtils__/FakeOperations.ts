import type { IncomingMessage, ServerResponse } from 'node:http';

type Json = Record<string, any>;

/** Operations of the fake: what was asked for begins at once, and ends when a test says so. */
export class FakeOperations {
  /** What was done, such as `sync`, with the body that it was asked with. */
  readonly done: { what: string; name: string; body?: Json }[] = [];
  /** Refuses whatever is asked for. */
  refusal: { status: number; code: number; message: string } | undefined;
  /** Whether a refresh is done before it is answered. */
  compares = true;

  write(
    request: IncomingMessage,
    response: ServerResponse,
    find: (where: Json) => Json | undefined,
  ): void {
    let text = '';
    request.on('data', chunk => {
      text += chunk;
    });
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://fake');
      const body = text ? JSON.parse(text) : undefined;
      const where = body ?? Object.fromEntries(url.searchParams);
      const app = find(where);
      const answer = this.#refusal(app) ?? this.#act(app!, request, body);
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    });
  }

  /** Compares again, as a read with `refresh` does. */
  refresh(app: Json, kind: string | null): void {
    if (!kind) {
      return;
    }
    const { name } = app.metadata;
    this.done.push({ what: kind === 'hard' ? 'hardRefresh' : 'refresh', name });
    if (this.compares) {
      app.status.reconciledAt = new Date().toISOString();
    } else {
      app.metadata.annotations = { 'argocd.argoproj.io/refresh': kind };
    }
  }

  #refusal(app: Json | undefined) {
    const { status, ...body } =
      this.refusal ??
      (app
        ? { status: 0, code: 0, message: '' }
        : { status: 404, code: 5, message: 'application not found' });
    return status
      ? { status, body: { ...body, error: body.message } }
      : undefined;
  }

  #act(app: Json, { method, url = '' }: IncomingMessage, body?: Json) {
    const { name } = app.metadata;
    const state = app.status.operationState;
    if (method === 'DELETE') {
      this.done.push({ what: 'terminate', name });
      app.status.operationState = { ...state, phase: 'Terminating' };
      return { status: 200, body: {} };
    }
    if (!new URL(url, 'http://fake').pathname.endsWith('/sync')) {
      return { status: 404, body: { code: 5, message: 'no such thing' } };
    }
    this.done.push({ what: 'sync', name, body });
    app.operation = {
      info: body?.infos,
      sync: {
        revision: body?.revision,
        prune: body?.prune,
        dryRun: body?.dryRun,
      },
    };
    delete app.status.operationState;
    return { status: 200, body: app };
  }
}

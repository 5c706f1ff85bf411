import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { OperationError } from '../controllers/argo/OperationError';
import { ApiError } from '../kubernetes/ApiError';

/** HTTP status by gRPC code, as the gateway maps them. */
const HTTP: Record<number, number> = {
  2: 500,
  3: 400,
  5: 404,
  7: 403,
  9: 400,
  12: 501,
  16: 401,
};

/** Answers an error in the shape of the API: error, code and message. */
export function sendError(response: Response, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const known =
    error instanceof OperationError
      ? error
      : new OperationError(
          error instanceof ApiError && error.code === 400 ? 3 : 2,
          (error as Error).message,
        );
  response.status(HTTP[known.grpcCode] ?? 500).json({
    error: known.message,
    code: known.grpcCode,
    message: known.message,
  });
}

/** A handler of someone who is logged in; what it throws becomes an answer. */
export function answer(
  handler: (
    request: Request,
    response: Response,
    username: string,
  ) => Promise<void>,
): RequestHandler {
  return (request: Request, response: Response, _next: NextFunction) => {
    handler(request, response, String(response.locals.username ?? '')).catch(
      (error: unknown) => sendError(response, error),
    );
  };
}

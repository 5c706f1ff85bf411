import type { JsonObject } from './types';

/** An error that the Kubernetes API answers as a `Status`. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
    readonly details?: JsonObject,
    readonly continueToken?: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /** The error as a `Status` object. */
  toStatus(): JsonObject {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: this.continueToken ? { continue: this.continueToken } : {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      ...(this.details ? { details: this.details } : {}),
      code: this.code,
    };
  }

  static notFound(plural: string, group: string, name: string): ApiError {
    const resource = group ? `${plural}.${group}` : plural;
    return new ApiError(404, 'NotFound', `${resource} "${name}" not found`, {
      name,
      ...(group ? { group } : {}),
      kind: plural,
    });
  }

  static alreadyExists(plural: string, group: string, name: string): ApiError {
    const resource = group ? `${plural}.${group}` : plural;
    return new ApiError(
      409,
      'AlreadyExists',
      `${resource} "${name}" already exists`,
      { name, ...(group ? { group } : {}), kind: plural },
    );
  }

  static conflict(plural: string, group: string, name: string): ApiError {
    const resource = group ? `${plural}.${group}` : plural;
    return new ApiError(
      409,
      'Conflict',
      `Operation cannot be fulfilled on ${resource} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
      { name, ...(group ? { group } : {}), kind: plural },
    );
  }

  static gone(message: string, continueToken?: string): ApiError {
    return new ApiError(410, 'Expired', message, undefined, continueToken);
  }

  static badRequest(message: string): ApiError {
    return new ApiError(400, 'BadRequest', message);
  }
}

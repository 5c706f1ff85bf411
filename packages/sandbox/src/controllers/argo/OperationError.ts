/** An error as Argo CD's API answers it, by its gRPC code. */
export class OperationError extends Error {
  constructor(readonly grpcCode: number, message: string) {
    super(message);
    this.name = 'OperationError';
  }

  static failedPrecondition(message: string): OperationError {
    return new OperationError(9, message);
  }

  static invalidArgument(message: string): OperationError {
    return new OperationError(3, message);
  }

  static notFound(message: string): OperationError {
    return new OperationError(5, message);
  }

  static permissionDenied(message = 'permission denied'): OperationError {
    return new OperationError(7, message);
  }

  static unauthenticated(message: string): OperationError {
    return new OperationError(16, message);
  }
}

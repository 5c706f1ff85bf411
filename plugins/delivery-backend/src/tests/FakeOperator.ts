import type { OperationParameter } from '@throughline/plugin-delivery-common';
import {
  SourceFailure,
  type OperationHandle,
  type OperationProgress,
  type OperationRequest,
  type SourceOperation,
} from '@throughline/plugin-delivery-node';

/** Something that can be asked of a source, which does what a test says and counts what it did. */
export class FakeOperator implements SourceOperation {
  readonly resources = ['Application'];
  /** Tokens of what it did, once for each effect. */
  readonly acted: string[] = [];
  /** What it was asked, each time. */
  readonly requests: OperationRequest[] = [];
  /** The form that it asks for, or why that cannot be read. */
  form: OperationParameter[] | SourceFailure = [];
  /** What `follow` says, by token; under way unless told. */
  readonly progress = new Map<string, OperationProgress>();
  /** What `start` does besides. */
  onStart: (request: OperationRequest) => Promise<void> = async () => {};
  /** What `follow` does, where it is more than that. */
  onFollow:
    | ((handle: OperationHandle) => Promise<OperationProgress>)
    | undefined;
  /** Whether it can tell what it did. */
  forgetful = false;
  unavailableBecause: string | undefined;

  constructor(
    readonly operation: SourceOperation['operation'] = 'sync',
    readonly subject: SourceOperation['subject'] = 'target',
  ) {}

  unavailable(): string | undefined {
    return this.unavailableBecause;
  }

  async parameters(): Promise<OperationParameter[]> {
    if (this.form instanceof SourceFailure) {
      throw this.form;
    }
    return this.form;
  }

  async start(request: OperationRequest): Promise<OperationHandle> {
    this.requests.push(request);
    await this.onStart(request);
    this.acted.push(request.token);
    return { token: request.token };
  }

  async find({
    token,
  }: OperationRequest): Promise<OperationHandle | 'unsure' | undefined> {
    if (this.forgetful) {
      return 'unsure';
    }
    return this.acted.includes(token) ? { token } : undefined;
  }

  async follow(handle: OperationHandle): Promise<OperationProgress> {
    const { token } = handle;
    return (
      this.onFollow?.(handle) ??
      this.progress.get(token) ?? { state: 'running' }
    );
  }

  /** Acts, and then its answer is lost. */
  loseAnswers(): void {
    this.onStart = async ({ token }) => {
      this.acted.push(token);
      throw new SourceFailure('timeout', 'it did not answer within 10 s');
    };
  }
}

import type { LoggerService } from '@backstage/backend-plugin-api';

/** A logger that says nothing. */
export function silentLogger(): LoggerService {
  const ignore = () => {};
  const logger: LoggerService = {
    error: ignore,
    warn: ignore,
    info: ignore,
    debug: ignore,
    child: () => logger,
  };
  return logger;
}

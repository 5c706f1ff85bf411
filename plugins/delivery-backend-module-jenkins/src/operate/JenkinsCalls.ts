import { JenkinsClient } from '../api/JenkinsClient';
import { JenkinsWriter } from '../api/JenkinsWriter';
import type { JenkinsConnection } from '../api/createUpstream';

/** How one Jenkins is read and written to, each time for as long as a signal lasts. */
export class JenkinsCalls {
  constructor(private readonly connection: JenkinsConnection) {}

  reader(signal: AbortSignal): JenkinsClient {
    return new JenkinsClient(this.connection, { signal, countCall: () => {} });
  }

  writer(signal: AbortSignal): JenkinsWriter {
    return new JenkinsWriter(this.connection, signal);
  }
}

import type { HcpClient } from '../hcp/HcpClient';

/** What operations on an organization are done with. */
export interface Operating {
  client(): HcpClient;
  /** Where a person can open the organization. */
  url: string;
}

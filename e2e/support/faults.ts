const CONTROL = process.env.SANDBOX_CONTROL ?? 'http://localhost:7190';

/** What is wrong with a service of the sandbox; everywhere, and in its newest version, unless told otherwise. */
export interface ServiceFault {
  service: string;
  fault: 'crashLoop' | 'imagePullBackOff' | 'slowRollout' | 'stuckCanary';
  version?: string;
  environment?: 'development' | 'staging' | 'production';
  region?: string;
  cluster?: string;
}

/** Makes something be wrong with a service, under a name by which it can be mended. */
export async function breakService(
  name: string,
  fault: ServiceFault,
): Promise<void> {
  await control('PUT', name, fault);
}

/** Takes away what is wrong under a name; those from the start are named after their namespaces. */
export async function mendService(name: string): Promise<void> {
  await control('DELETE', name);
}

async function control(
  method: 'PUT' | 'DELETE',
  name: string,
  body?: ServiceFault,
): Promise<void> {
  const response = await fetch(
    `${CONTROL}/faults/${encodeURIComponent(name)}`,
    {
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    },
  );
  if (!response.ok) {
    throw new Error(
      `The fault ${name} could not be changed: ${
        response.status
      } ${await response.text()}`,
    );
  }
}

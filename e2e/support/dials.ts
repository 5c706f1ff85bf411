const CONTROL = process.env.SANDBOX_CONTROL ?? 'http://localhost:7190';

/** Turns a dial of the sandbox, such as `argocd-prod`, to make one of its systems fail. */
export async function turnDial(
  listener: string,
  setting: Record<string, unknown>,
): Promise<void> {
  const response = await fetch(`${CONTROL}/dials/${listener}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(setting),
  });
  if (!response.ok) {
    throw new Error(
      `The dial ${listener} could not be turned: ${
        response.status
      } ${await response.text()}`,
    );
  }
}

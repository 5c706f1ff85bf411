const BACKEND = process.env.PORTAL_BACKEND ?? 'http://localhost:7007';

/** Asks the delivery API by hand, as somebody of the sandbox: what a page would not do can be tried too. */
export async function askPortal(
  user: string,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<{ status: number; json: any }> {
  const response = await fetch(`${BACKEND}/api/delivery${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await tokenOf(user)}`,
      'content-type': 'application/json',
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, json: text ? JSON.parse(text) : undefined };
}

async function tokenOf(user: string): Promise<string> {
  const response = await fetch(`${BACKEND}/api/auth/sandbox/refresh`, {
    headers: { 'x-requested-with': 'XMLHttpRequest', 'x-sandbox-user': user },
  });
  const { backstageIdentity } = await response.json();
  return backstageIdentity.token;
}

const FORGE = process.env.SANDBOX_FORGE ?? 'http://localhost:7110';

/** Merges a pull request of the sandbox's forge in somebody's name, given the address of its page. */
export async function mergePullRequest(
  page: string,
  login: string,
): Promise<void> {
  const [, repository, number] =
    /\/([^/]+\/[^/]+)\/pull\/(\d+)$/.exec(new URL(page).pathname) ?? [];
  if (!repository) {
    throw new Error(`${page} is not the page of a pull request.`);
  }
  const response = await fetch(
    `${FORGE}/api/v3/repos/${repository}/pulls/${number}/merge`,
    {
      method: 'PUT',
      headers: {
        authorization: `Bearer sandbox-token-of-${login}`,
        'content-type': 'application/json',
      },
      body: '{}',
    },
  );
  if (!response.ok) {
    throw new Error(
      `${page} could not be merged: ${
        response.status
      } ${await response.text()}`,
    );
  }
}

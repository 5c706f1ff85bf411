/** The newest commits of acme's configuration that say that they are an operation's. */
export async function writtenFor(
  forge: string,
  operation: string,
): Promise<string[]> {
  const response = await fetch(
    `${forge}/api/v3/repos/acme/gitops/commits?per_page=100`,
    { headers: { authorization: 'Bearer sandbox-github-token' } },
  );
  const commits = (await response.json()) as {
    sha: string;
    commit: { message: string };
  }[];
  return commits
    .filter(({ commit }) =>
      commit.message.includes(`Delivery-Operation: ${operation}`),
    )
    .map(({ sha }) => sha);
}

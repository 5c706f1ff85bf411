import { repositoryOf } from '../controllers/argo/ApplicationSources';
import { OperationError } from '../controllers/argo/OperationError';
import { sourcesOf, type Application } from '../controllers/argo/types';
import type { Commit, Repositories } from '../git/Repositories';
import type { JsonObject } from '../kubernetes/types';

const TRAILER = /^Argocd-reference-commit-([a-z]+):\s*(.*)$/gim;

/** What the trailers of a commit say about the source commit that it stands for. */
function references(commit: Commit): JsonObject[] {
  const trailers = new Map(
    [...commit.message.matchAll(TRAILER)].map(([, key, value]) => [
      key.toLowerCase(),
      value.trim(),
    ]),
  );
  if (!trailers.has('sha')) {
    return [];
  }
  const { sha, repourl, author, subject, body, date } =
    Object.fromEntries(trailers);
  return [
    {
      commit: {
        ...(author ? { author } : {}),
        ...(date ? { date } : {}),
        ...(subject ? { subject } : {}),
        ...(body ? { body } : {}),
        sha,
        ...(repourl ? { repoURL: repourl } : {}),
      },
    },
  ];
}

/** Who made a revision of an Application's source, when and why. */
export async function revisionMetadata(
  repositories: Repositories,
  application: Application,
  revision: string,
  sourceIndex: number,
): Promise<JsonObject> {
  const source = sourcesOf(application.spec)[sourceIndex];
  if (!source) {
    throw OperationError.invalidArgument('source index not found');
  }
  const [commit] = await repositories.log(repositoryOf(source.repoURL), {
    ref: revision,
    limit: 1,
  });
  if (!commit) {
    throw new OperationError(
      2,
      `rpc error: code = Unknown desc = unable to resolve '${revision}' to a commit SHA`,
    );
  }
  const found = references(commit);
  return {
    author: `${commit.author.name} <${commit.author.email}>`,
    date: commit.committedAt,
    message: commit.message.trim(),
    ...(found.length > 0 ? { references: found } : {}),
  };
}

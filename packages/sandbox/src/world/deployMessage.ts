/** The commit of the source that a commit of the configuration names. */
export interface SourceReference {
  sha: string;
  repositoryUrl: string;
  author: { name: string; email: string };
  subject: string;
  at: Date;
}

/** A message that tells Argo CD, and whoever traces, which source commit a deployment is about. */
export function deployMessage(
  subject: string,
  reference: SourceReference,
): string {
  const { author } = reference;
  return [
    subject,
    '',
    `Argocd-reference-commit-sha: ${reference.sha}`,
    `Argocd-reference-commit-repourl: ${reference.repositoryUrl}`,
    `Argocd-reference-commit-author: ${author.name} <${author.email}>`,
    `Argocd-reference-commit-subject: ${reference.subject}`,
    `Argocd-reference-commit-date: ${reference.at
      .toISOString()
      .replace(/\.\d{3}Z$/, 'Z')}`,
    '',
  ].join('\n');
}

/** The branch that a job of a multibranch project is for: its name, decoded. */
export function branchOf(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

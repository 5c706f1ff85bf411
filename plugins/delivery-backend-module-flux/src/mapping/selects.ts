import type { AutomationFacts } from '../objects/facts';

/** Whether a label selector of Kubernetes selects something; one with an operator that is not known does not. */
export function selects(
  selector: AutomationFacts['selector'],
  labels: Record<string, string>,
): boolean {
  if (!selector) {
    return true;
  }
  const has = (key: string) => Object.hasOwn(labels, key);
  return (
    Object.entries(selector.labels).every(
      ([key, value]) => has(key) && labels[key] === value,
    ) &&
    selector.expressions.every(({ key, operator, values }) => {
      switch (operator) {
        case 'In':
          return has(key) && values.includes(labels[key]);
        case 'NotIn':
          return !has(key) || !values.includes(labels[key]);
        case 'Exists':
          return has(key);
        case 'DoesNotExist':
          return !has(key);
        default:
          return false;
      }
    })
  );
}

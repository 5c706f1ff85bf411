import { cleanMessage } from '@throughline/plugin-delivery-node';

/** `message`, `error_description` or `error` of a refusal's JSON, or its text; a page says nothing. */
export function refusalMessage(text: string): string {
  try {
    const json = JSON.parse(text) as Record<string, unknown>;
    const message = json.message ?? json.error_description ?? json.error;
    return cleanMessage(
      typeof message === 'string' ? message : JSON.stringify(message) ?? '',
      160,
    );
  } catch {
    return /^\s*</.test(text) ? '' : cleanMessage(text, 160);
  }
}

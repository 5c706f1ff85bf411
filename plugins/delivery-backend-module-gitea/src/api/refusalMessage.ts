import { cleanMessage } from '@throughline/plugin-delivery-node';

/** The message of a refusal's JSON, or its text; a page says nothing. */
export function refusalMessage(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === 'string' ? cleanMessage(message, 160) : '';
  } catch {
    return /^\s*</.test(text) ? '' : cleanMessage(text, 160);
  }
}

import type { z } from 'zod';
import type { Alert } from '@throughline/plugin-delivery-common';
import { cleanMessage } from '@throughline/plugin-delivery-node';
import type { AlertItem } from '../api/schemas';
import { quoteForString } from '../metrics/escape';

/** Translates an alert. Its text is other people's: it is cleaned and bounded. */
export function readAlert(
  alert: z.infer<typeof AlertItem>,
  externalUrl: string,
): Alert {
  const { labels, annotations, state } = alert;
  const name = cleanMessage(labels.alertname ?? '', 120) || 'unnamed alert';
  const severity = cleanMessage(labels.severity ?? '', 40);
  const summary = cleanMessage(
    annotations?.summary ?? annotations?.description ?? '',
  );
  const since = timeOf(alert.activeAt);
  return {
    name,
    state,
    ...(severity && { severity }),
    ...(summary && { summary }),
    ...(since && { since }),
    url: linkOf(alert, externalUrl),
  };
}

/** Sorted by name, then by time, then by all the rest, so that the order never depends on the server's. */
export function sortAlerts(alerts: readonly Alert[]): Alert[] {
  const order = (alert: Alert) =>
    [alert.name, alert.since ?? '', JSON.stringify(alert)].join('\u0000');
  return [...alerts].sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

/** To nothing finer than a millisecond; a server that knows no time writes the year 1. */
function timeOf(text: string | null | undefined): string | undefined {
  const time = Date.parse(text ?? '');
  return time > 0 ? new Date(time).toISOString() : undefined;
}

/** What the alert names itself, if that is a web address; else the server's page of its series. */
function linkOf(
  { generatorURL, labels }: z.infer<typeof AlertItem>,
  externalUrl: string,
): string {
  if (
    generatorURL &&
    URL.canParse(generatorURL) &&
    /^https?:$/.test(new URL(generatorURL).protocol)
  ) {
    return generatorURL;
  }
  const name = quoteForString(labels.alertname ?? '', '"');
  const query = new URLSearchParams({
    'g0.expr': `ALERTS{alertname="${name}"}`,
    'g0.tab': '1',
  });
  return `${externalUrl}/graph?${query}`;
}

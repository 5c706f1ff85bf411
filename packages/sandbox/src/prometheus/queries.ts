const BY = 'sum by (service, environment)';
const ALL = 'rate(http_requests_total[1m])';

/** The share of requests that fail, of each service and environment: what the portal's probe and the alert ask. */
export const ERROR_SHARE = `(${BY} (rate(http_requests_total{code=~"5.."}[1m])) or ${BY} (${ALL}) * 0) / ${BY} (${ALL})`;

/** From this share of failures on, an alert fires. */
export const ALERT_ABOVE = 0.05;

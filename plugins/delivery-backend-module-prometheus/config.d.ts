import type { HumanDuration } from '@backstage/types';

export interface Config {
  delivery?: {
    /** Prometheus, and what speaks its query API. */
    prometheus?: {
      instances?: Array<{
        /** A name of its own; becomes part of the source's id. */
        name: string;
        /** What people call it; its name unless told. */
        title?: string;
        /** Base URL, before `/api/v1`, with the prefix that the server or a proxy has. */
        url: string;
        /** Where people open it, where that is not `url`. */
        externalUrl?: string;
        /**
         * A bearer token.
         *
         * @visibility secret
         */
        token?: string;
        /** A file that holds the token; read again when it changes. */
        tokenFile?: string;
        username?: string;
        /** @visibility secret */
        password?: string;
        /** A file that holds the password; read again when it changes. */
        passwordFile?: string;
        /** Tokens by OAuth's client credentials grant. */
        oauth?: {
          tokenUrl: string;
          clientId: string;
          /** @visibility secret */
          clientSecret?: string;
          /** A file that holds the client's secret; read again when it changes. */
          clientSecretFile?: string;
          scope?: string;
          audience?: string;
        };
        /** How TLS is spoken, where the defaults do not do. */
        tls?: {
          /** Certificates that are trusted in place of the system's (PEM). */
          caFile?: string;
          /** The client's certificate (PEM). */
          certFile?: string;
          /** The client's key (PEM). */
          keyFile?: string;
          /** The name that the server's certificate is for. */
          serverName?: string;
          /** Trusts any certificate. For trying only. */
          insecureSkipVerify?: boolean;
        };
        /** URL of a proxy, in place of the environment's. */
        proxy?: string;
        /** The label that names the service; `service` unless told. */
        serviceLabel?: string;
        /** The label that names the environment; `environment` unless told. */
        environmentLabel?: string;
        /** The environment of all that lacks the label, where the server sees one environment only. */
        environment?: string;
        /** Environments by the label's value, such as `prod-eu: production`. */
        environments?: { [value: string]: string };
        /** Queries that say how services fare, each asked once for all of them. */
        probes?: Array<{
          /** A name of its own. */
          name: string;
          /** What it measures, for the reason of a verdict, such as `error rate`; its name unless told. */
          measures?: string;
          /** A query whose result has the labels of service and environment. */
          query: string;
          /** In what the bounds are written; `none` unless told. */
          unit?: 'ratio' | 'seconds' | 'perSecond' | 'none';
          /** Values that are healthy: those above or below a bound. */
          healthy: { above?: number; below?: number };
          /** Values that are degraded; all that are not healthy unless told. What is in between is unknown. */
          degraded?: { above?: number; below?: number };
        }>;
        /** Whether alerts are read; true unless told. */
        alerts?: boolean;
        /** Sets of queries by which metrics are asked for; one called `default` replaces the built-in default. */
        queries?: Array<{
          /** A name of its own, which the annotation `delivery/metrics-queries` may choose. */
          name: string;
          /** Requests a second. */
          requestRate?: string;
          /** The share of requests that fail, from 0 to 1. */
          errorRate?: string;
          /** A time in seconds. */
          latency?: string;
          /** How full it is, from 0 to 1. */
          saturation?: string;
        }>;
        /** The quantile of the built-in queries for latency; 0.95 unless told. */
        latencyQuantile?: number;
        /** The time between the starts of two passes; 30 seconds unless told, 5 seconds at least. */
        pollEvery?: HumanDuration | string;
      }>;
    };
  };
}

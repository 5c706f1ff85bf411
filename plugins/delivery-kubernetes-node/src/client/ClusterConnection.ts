/**
 * What a TLS connection to an API server is made with.
 *
 * @public
 */
export interface TlsSettings {
  /** Certificates of authorities, as PEM. */
  ca?: string | Buffer;
  /** The client's certificate, as PEM. */
  cert?: string | Buffer;
  /** Of `cert`, as PEM. */
  key?: string | Buffer;
  /** Whose certificate the server has to show; the URL's host unless told. */
  servername?: string;
  /** False where the server's certificate is not to be checked. */
  rejectUnauthorized?: boolean;
}

/**
 * How an API server is reached and what is shown to it. It is asked for each request, so that a token or certificate
 * that rotates counts at once.
 *
 * @public
 */
export interface ClusterConnection {
  /** The API server's URL, without a slash at its end. */
  readonly server: string;
  /** @throws SourceFailure where the credential cannot be had */
  credentials(): Promise<{
    headers: Record<string, string>;
    tls: TlsSettings;
  }>;
}

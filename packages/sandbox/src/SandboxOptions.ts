/** The ports of the sandbox; 0 takes any free one. */
export interface SandboxPorts {
  forge: number;
  argoNonprod: number;
  argoProd: number;
  /** Used in a large world only. */
  argoLarge: number;
  kubernetes: number;
  registry: number;
  jenkins: number;
  prometheus: number;
  /** Where a pipeline would publish the plans of infrastructure. */
  plans: number;
  control: number;
}

/** The ports that the sandbox's documents speak of. */
export const defaultPorts: SandboxPorts = {
  forge: 7110,
  argoNonprod: 7120,
  argoProd: 7121,
  argoLarge: 7122,
  kubernetes: 7130,
  registry: 7140,
  jenkins: 7150,
  prometheus: 7160,
  plans: 7170,
  control: 7190,
};

/** How to start the sandbox. */
export interface SandboxOptions {
  /** The folder that keeps the repositories. */
  data: string;
  /** Throws away what is there and starts anew. */
  fresh?: boolean;
  ports?: Partial<SandboxPorts>;
  /** Where the forge delivers webhooks. */
  webhook?: { url: string; secret: string };
  /** How fast the world moves; 1 is a speed to watch. */
  pace?: number;
  /** The forge's requests per hour and token. */
  rateLimit?: number;
  /** A large synthetic world beside the hand-made one. */
  large?: { services: number; clusters: number; pods: number };
  /** A stand-in for Prometheus even where the real one is installed. */
  prometheusStandIn?: boolean;
  /** Told of each step while it starts. */
  onProgress?: (message: string) => void;
  /** Told of what went wrong inside. */
  onError?: (error: unknown) => void;
}

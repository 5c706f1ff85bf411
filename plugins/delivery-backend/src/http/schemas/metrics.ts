const text = { type: 'string' } as const;
const seconds = { type: 'integer', description: 'Unix seconds' } as const;

/** What the metrics of an entity are made of. */
export const METRICS_SCHEMAS = {
  MetricSeries: {
    type: 'object',
    required: ['metric', 'title', 'unit', 'points'],
    properties: {
      metric: {
        type: 'string',
        enum: ['requestRate', 'errorRate', 'latency', 'saturation'],
      },
      title: text,
      unit: { type: 'string', enum: ['perSecond', 'ratio', 'seconds'] },
      points: {
        type: 'array',
        description: 'Unix seconds and value, oldest first',
        items: {
          type: 'array',
          minItems: 2,
          maxItems: 2,
          items: { type: ['number', 'null'] },
        },
      },
      unknownBecause: text,
    },
  },
  EntityMetrics: {
    type: 'object',
    required: ['environment', 'from', 'to', 'measured', 'deployments'],
    properties: {
      environment: text,
      from: seconds,
      to: seconds,
      measured: {
        type: 'array',
        items: {
          type: 'object',
          required: ['sourceId', 'title', 'series'],
          properties: {
            sourceId: text,
            title: text,
            series: {
              type: 'array',
              items: { $ref: '#/components/schemas/MetricSeries' },
            },
            error: {
              type: 'object',
              required: ['kind', 'message'],
              properties: { kind: text, message: text },
            },
          },
        },
      },
      deployments: {
        type: 'array',
        items: {
          type: 'object',
          required: ['at', 'label', 'outcome'],
          properties: { at: seconds, label: text, outcome: text },
        },
      },
    },
  },
} as const;

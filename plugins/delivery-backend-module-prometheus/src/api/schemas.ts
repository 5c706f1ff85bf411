import { z } from 'zod';

/** What every answer of the API is wrapped in. */
export const Envelope = z.object({
  status: z.enum(['success', 'error']),
  data: z.unknown().optional(),
  errorType: z.string().optional(),
  error: z.string().optional(),
  warnings: z.array(z.string()).nullish(),
});

/** An evaluated query; its result is read item by item. */
export const QueryData = z.object({
  resultType: z.string(),
  result: z.array(z.unknown()),
});

/** The alerts that are pending or firing; each is read for itself. */
export const AlertsData = z.object({ alerts: z.array(z.unknown()) });

const LabelSet = z.record(z.string(), z.string());
const Sample = z.tuple([z.number(), z.string()]);

/** One series at one time. A native histogram has no value. */
export const VectorItem = z.object({ metric: LabelSet, value: Sample });

/** One series over a time. */
export const MatrixItem = z.object({
  metric: LabelSet,
  values: z.array(Sample),
});

/** One alert. `inactive` is a rule's word, and none of an alert; others are not known. */
export const AlertItem = z.object({
  labels: LabelSet,
  annotations: LabelSet.nullish(),
  state: z.enum(['pending', 'firing']),
  activeAt: z.string().nullish(),
  generatorURL: z.string().nullish(),
});

/** Those labels that can be read. */
const SomeLabels = z.record(z.string(), z.string().catch(''));

/** The labels of an item whose rest may be broken, other labels included: it is still known whom it is about. */
export const LabelsOfMetric = z.object({ metric: SomeLabels });
/** As {@link LabelsOfMetric}, of an alert. */
export const LabelsOfAlert = z.object({ labels: SomeLabels });

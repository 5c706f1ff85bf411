export { createPrometheus, type RunningPrometheus } from './createPrometheus';

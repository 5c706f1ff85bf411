export { workloadDetails } from './workloadDetails';

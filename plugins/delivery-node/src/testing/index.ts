export { collectObservations } from './collectObservations';

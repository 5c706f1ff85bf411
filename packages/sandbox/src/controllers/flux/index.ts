export { startFlux, type FluxOptions } from './startFlux';

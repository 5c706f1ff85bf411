export { DecisionButtons } from './DecisionButtons';
export { OffersUnavailable } from './OffersUnavailable';
export { Pins } from './Pins';
export { UnderWay } from './UnderWay';

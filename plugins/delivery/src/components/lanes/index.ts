export { Lanes } from './Lanes';
export { laneSummary } from './laneSummary';
export { laneTone } from './laneTone';
export { Previews } from './Previews';

export { ChangesList } from './ChangesList';

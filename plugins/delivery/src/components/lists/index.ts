export { EmptyList } from './EmptyList';
export { ListTable } from './ListTable';
export type { Column } from './ListTable';
export { MoreButton } from './MoreButton';
export { NativeChoice } from './NativeChoice';

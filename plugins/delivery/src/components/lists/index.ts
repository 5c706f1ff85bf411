export { EmptyList } from './EmptyList';
export { FilterMenu } from './FilterMenu';
export { ListTable } from './ListTable';
export type { Column } from './ListTable';
export { MoreButton } from './MoreButton';
export { NativeChoice } from './NativeChoice';
export { SearchField } from './SearchField';

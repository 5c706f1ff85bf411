import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import {
  OPERATION_STATES,
  OPERATION_TYPES,
  type OperationState,
  type OperationType,
} from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { FilterMenu, SearchField } from '../../lists';
import { DayField } from './DayField';
import { isFiltered, type OperationsFilters } from './operationsState';
import { useEnvironments } from './useEnvironments';

const EMPTY: OperationsFilters = {
  text: '',
  types: [],
  states: [],
  environments: [],
  actor: '',
  from: '',
  to: '',
};

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1.5),
  },
}));

/** The filters of the log. */
export function OperationsToolbar(props: {
  filters: OperationsFilters;
  onChange(change: Partial<OperationsFilters>): void;
}) {
  const { filters, onChange } = props;
  const classes = useStyles();
  const t = useT();
  const environments = useEnvironments();
  return (
    <div className={classes.root}>
      <SearchField
        label={t('operationsPage.search')}
        value={filters.text}
        onChange={text => onChange({ text })}
      />
      <FilterMenu
        name={t('operationsPage.type')}
        options={OPERATION_TYPES.map(type => ({
          value: type,
          label: t(`operations.action.${type}`),
        }))}
        selected={filters.types}
        onChange={types => onChange({ types: types as OperationType[] })}
      />
      <FilterMenu
        name={t('operationsPage.state')}
        options={OPERATION_STATES.map(state => ({
          value: state,
          label: t(`operations.state.${state}`),
        }))}
        selected={filters.states}
        onChange={states => onChange({ states: states as OperationState[] })}
      />
      <FilterMenu
        name={t('operationsPage.environment')}
        options={environments.map(({ name, title }) => ({
          value: name,
          label: title,
        }))}
        selected={filters.environments}
        onChange={chosen => onChange({ environments: chosen })}
      />
      <SearchField
        label={`${t('operationsPage.actor')} (${t(
          'operationsPage.actorHint',
        )})`}
        value={filters.actor}
        onChange={actor => onChange({ actor })}
      />
      <DayField
        label={t('operationsPage.from')}
        value={filters.from}
        onChange={from => onChange({ from })}
      />
      <DayField
        label={t('operationsPage.to')}
        value={filters.to}
        onChange={to => onChange({ to })}
      />
      {isFiltered(filters) && (
        <Button
          style={{ textTransform: 'none' }}
          onClick={() => onChange(EMPTY)}
        >
          {t('operationsPage.clear')}
        </Button>
      )}
    </div>
  );
}

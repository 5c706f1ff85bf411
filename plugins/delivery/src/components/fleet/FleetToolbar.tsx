import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { parseEntityRef } from '@backstage/catalog-model';
import type { FleetPage } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { type FleetFilters, isFiltered, type Scope, SORTS } from './fleetState';
import { FilterMenu, NativeChoice, SearchField } from '../lists';
import { ScopeToggle } from './ScopeToggle';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1.5),
  },
  end: { marginLeft: 'auto' },
}));

const SORT_LABELS = {
  worst: 'pages.fleet.sortWorst',
  name: 'pages.fleet.sortName',
  '-name': 'pages.fleet.sortNameDown',
  '-changed': 'pages.fleet.sortChanged',
} as const;

function refLabel(ref: string): string {
  try {
    const { kind, namespace, name } = parseEntityRef(ref, {
      defaultKind: 'group',
      defaultNamespace: 'default',
    });
    const inGroup = kind.toLocaleLowerCase('en-US') === 'group';
    const prefix = namespace === 'default' ? '' : `${namespace}/`;
    return `${inGroup ? '' : `${kind}:`}${prefix}${name}`;
  } catch {
    return ref;
  }
}

/** The filters and the order of the fleet page. */
export function FleetToolbar(props: {
  filters: FleetFilters;
  scope: Scope;
  page: FleetPage | undefined;
  onChange(change: Partial<FleetFilters>): void;
}) {
  const { filters, scope, page, onChange } = props;
  const classes = useStyles();
  const t = useT();
  return (
    <div className={classes.root}>
      <ScopeToggle
        scope={filters.owners.length > 0 ? 'all' : scope}
        onChange={chosen => onChange({ scope: chosen, owners: [] })}
      />
      <SearchField
        label={t('pages.fleet.search')}
        value={filters.text}
        onChange={text => onChange({ text })}
      />
      <FilterMenu
        name={t('pages.fleet.owner')}
        options={(page?.owners ?? []).map(value => ({
          value,
          label: refLabel(value),
        }))}
        selected={filters.owners}
        onChange={owners => onChange({ owners })}
      />
      <FilterMenu
        name={t('pages.fleet.system')}
        options={(page?.systems ?? []).map(value => ({ value, label: value }))}
        selected={filters.systems}
        onChange={systems => onChange({ systems })}
      />
      <FilterMenu
        name={t('pages.fleet.environment')}
        options={(page?.environments ?? []).map(({ name, title }) => ({
          value: name,
          label: title,
        }))}
        selected={filters.environments}
        onChange={environments => onChange({ environments })}
      />
      {isFiltered(filters) && (
        <Button
          style={{ textTransform: 'none' }}
          onClick={() =>
            onChange({
              text: '',
              owners: [],
              systems: [],
              environments: [],
              states: [],
            })
          }
        >
          {t('pages.fleet.clear')}
        </Button>
      )}
      <span className={classes.end}>
        <NativeChoice
          label={t('pages.fleet.sort')}
          value={filters.sort}
          options={SORTS.map(value => ({
            value,
            label: t(SORT_LABELS[value]),
          }))}
          onChange={value =>
            onChange({ sort: SORTS.find(sort => sort === value) })
          }
        />
      </span>
    </div>
  );
}

import Button from '@material-ui/core/Button';
import ButtonGroup from '@material-ui/core/ButtonGroup';
import { useT } from '../../hooks/useT';
import type { Scope } from './fleetState';

/** Mine or all. */
export function ScopeToggle(props: {
  scope: Scope;
  onChange(scope: Scope): void;
}) {
  const t = useT();
  return (
    <ButtonGroup disableElevation aria-label={t('pages.fleet.scope')}>
      {(['mine', 'all'] as const).map(scope => (
        <Button
          key={scope}
          variant={scope === props.scope ? 'contained' : 'outlined'}
          color={scope === props.scope ? 'primary' : 'default'}
          aria-pressed={scope === props.scope}
          onClick={() => props.onChange(scope)}
          style={{ textTransform: 'none' }}
        >
          {t(`pages.fleet.${scope}`)}
        </Button>
      ))}
    </ButtonGroup>
  );
}

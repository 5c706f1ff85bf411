import { makeStyles } from '@material-ui/core/styles';
import type { OperationParameter } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { ParameterField } from './ParameterField';

const useStyles = makeStyles(theme => ({
  root: {
    border: 'none',
    margin: 0,
    padding: 0,
    minWidth: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
  },
  legend: {
    fontSize: '0.875rem',
    fontWeight: 600,
    padding: theme.spacing(0, 0, 1.5),
  },
}));

/** The form that an operation is started with, as its upstream defines it. */
export function ParameterFields(props: {
  parameters: readonly OperationParameter[];
  idOf(name: string): string;
  values: Readonly<Record<string, string>>;
  problems: Readonly<Record<string, string>>;
  onChange(name: string, value: string): void;
}) {
  const { parameters, idOf, values, problems, onChange } = props;
  const classes = useStyles();
  const t = useT();
  if (parameters.length === 0) {
    return null;
  }
  return (
    <fieldset className={classes.root}>
      <legend className={classes.legend}>{t('operations.dialog.form')}</legend>
      {parameters.map(parameter => (
        <ParameterField
          key={parameter.name}
          id={idOf(parameter.name)}
          parameter={parameter}
          value={values[parameter.name] ?? ''}
          problem={problems[parameter.name]}
          onChange={value => onChange(parameter.name, value)}
        />
      ))}
    </fieldset>
  );
}

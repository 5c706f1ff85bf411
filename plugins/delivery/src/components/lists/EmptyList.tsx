import Box from '@material-ui/core/Box';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';

/** Says why a list is empty. */
export function EmptyList(props: { text: string; hint?: string }) {
  return (
    <Paper variant="outlined">
      <Box px={3} py={4} textAlign="center">
        <Typography variant="body2" color="textSecondary">
          {props.text}
        </Typography>
        {props.hint && (
          <Typography variant="body2" color="textSecondary">
            {props.hint}
          </Typography>
        )}
      </Box>
    </Paper>
  );
}

import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import { Link } from '@backstage/core-components';
import type { ReactNode } from 'react';

/** A page of its own below the portal's header: what it shows, the pages beside it, and its parts under each other. */
export function PageFrame(props: {
  subtitle: string;
  /** What is said before all else. */
  notice?: ReactNode;
  /** Pages beside this one; left out where the portal has no such page. */
  links: readonly { to: string | undefined; text: string }[];
  children: ReactNode;
}) {
  return (
    <Box
      display="flex"
      flexDirection="column"
      gridGap={16}
      data-testid="delivery"
    >
      {props.notice}
      <Box
        display="flex"
        flexWrap="wrap"
        justifyContent="space-between"
        alignItems="baseline"
        gridGap={8}
      >
        <Typography variant="h6" component="h2">
          {props.subtitle}
        </Typography>
        <Box display="flex" gridGap={16}>
          {props.links.map(
            ({ to, text }) =>
              to && (
                <Typography key={to} variant="body2" component="span">
                  <Link to={to}>{text}</Link>
                </Typography>
              ),
          )}
        </Box>
      </Box>
      {props.children}
    </Box>
  );
}

import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import HelpOutline from '@material-ui/icons/HelpOutline';
import InfoOutlined from '@material-ui/icons/InfoOutlined';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import type { VersionRuleMatch } from '@throughline/plugin-delivery-common';
import type { Look } from '../../status';

/** How what a file says compares with what runs. */
export const matchLooks: Record<VersionRuleMatch, Look> = {
  same: { tone: 'positive', Icon: CheckCircleOutline },
  partly: { tone: 'info', Icon: InfoOutlined },
  differs: { tone: 'warning', Icon: ReportProblemOutlined },
  unknown: { tone: 'neutral', Icon: HelpOutline },
};

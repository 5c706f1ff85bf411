import type {
  AutomatedWriter,
  PlanCounts,
  TargetView,
  Verification,
} from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { AgeText, ExternalLink, Fact } from '../status';

function PlanText(props: { plan: PlanCounts }) {
  const { plan } = props;
  const t = useT();
  const total = plan.add + plan.change + plan.destroy + (plan.import ?? 0);
  const counts =
    total === 0
      ? t('targets.planNothing')
      : t('targets.planCounts', {
          add: String(plan.add),
          change: String(plan.change),
          destroy: String(plan.destroy),
        });
  return (
    <>
      {counts}
      {Boolean(plan.import) &&
        `, ${t('targets.planImports', { number: String(plan.import) })}`}
      {plan.plannedAt && (
        <>
          {' · '}
          <AgeText
            at={plan.plannedAt}
            text={age => t('targets.planned', { age })}
          />
        </>
      )}
      {plan.url && (
        <>
          {' · '}
          <ExternalLink to={plan.url}>{t('targets.openPlan')}</ExternalLink>
        </>
      )}
    </>
  );
}

function WriterText(props: { writer: AutomatedWriter }) {
  const { by, writes, suspended, problem } = props.writer;
  const t = useT();
  return (
    <div>
      {[
        t('targets.writes', { by, what: writes }),
        suspended && t('targets.writerSuspended'),
        problem,
      ]
        .filter(Boolean)
        .join(' · ')}
    </div>
  );
}

const VERIFICATION = {
  verified: 'targets.verified',
  failed: 'targets.verificationFailed',
  unknown: 'targets.verificationUnknown',
  absent: 'targets.verificationAbsent',
} as const satisfies Record<Verification['status'], string>;

/** What is going to be written, by whom else, and what what is written is checked by. */
export function WritingFacts(props: { target: TargetView }) {
  const { plan, writers, verification, dependsOn } = props.target;
  const t = useT();
  return (
    <>
      {plan && (
        <Fact name={t('targets.plan')}>
          <PlanText plan={plan} />
        </Fact>
      )}
      {writers && writers.length > 0 && (
        <Fact name={t('targets.writers')}>
          {writers.map(writer => (
            <WriterText key={`${writer.by} ${writer.writes}`} writer={writer} />
          ))}
        </Fact>
      )}
      {verification && verification.status !== 'absent' && (
        <Fact name={t('targets.verification')}>
          {t(VERIFICATION[verification.status])}: {verification.reason}
        </Fact>
      )}
      {dependsOn && dependsOn.length > 0 && (
        <Fact name={t('targets.dependsOn')}>
          {dependsOn
            .map(({ resource, namespace, name }) =>
              [resource, [namespace, name].filter(Boolean).join('/')].join(' '),
            )
            .join(', ')}
        </Fact>
      )}
    </>
  );
}

import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  type Judged,
  type TargetView,
} from '@throughline/plugin-delivery-common';
import { type Translate, useT } from '../../hooks/useT';
import {
  AgeText,
  CommitLine,
  explainJudged,
  ExternalLink,
  Fact,
  Facts,
  SourceTag,
} from '../status';
import { DesiredSourceText } from './DesiredSourceText';
import { ImageText } from './ImageText';
import { RolloutText, ScheduleText } from './progressTexts';
import { WritingFacts } from './WritingFacts';

/** The source's own word is worth a line only where it says more than the status does. */
function whyOf(judged: Judged<string>, t: Translate): string | undefined {
  return judged.reason !== undefined || judged.status === 'unknown'
    ? explainJudged(judged, t)
    : undefined;
}

/** What is known of a target, fact by fact. */
export function TargetFacts(props: { target: TargetView }) {
  const { target } = props;
  const t = useT();
  const { link, version, operation } = target;
  const place = [target.cluster, target.namespace].filter(Boolean).join(' / ');
  const healthReason = whyOf(target.health, t);
  const syncReason = whyOf(target.sync, t);
  return (
    <Facts>
      <Fact name={t('targets.source')}>
        <div>
          <SourceTag id={target.sourceId} />
        </div>
        <ExternalLink
          to={target.url}
          title={t('targets.open', { name: target.name })}
        >
          {target.resource} {target.name}
        </ExternalLink>
      </Fact>
      <Fact name={t('targets.link')}>
        {t('targets.linkedBy', { rule: link.entityRule })},{' '}
        {t('targets.placedBy', { rule: link.environmentRule })}.{' '}
        {t(`status.trust.${link.trust}`)}: {link.trustReason}
      </Fact>
      {healthReason && (
        <Fact name={t(`status.health.${target.health.status}`)}>
          {healthReason}
        </Fact>
      )}
      {syncReason && (
        <Fact name={t(`status.sync.${target.sync.status}`)}>{syncReason}</Fact>
      )}
      {place && <Fact name={t('targets.place')}>{place}</Fact>}
      {version?.commit && (
        <Fact name={t('targets.commit')}>
          <CommitLine commit={version.commit} />
          {version.evidence &&
            t('targets.evidence', { reason: version.evidence.reason })}
        </Fact>
      )}
      {version?.image && (
        <Fact name={t('targets.images')}>
          <ImageText image={version.image} />
        </Fact>
      )}
      {target.configurationCommit && (
        <Fact name={t('targets.configuration')}>
          <CommitLine commit={target.configurationCommit} />
        </Fact>
      )}
      {target.desired && target.desired.length > 0 && (
        <Fact name={t('targets.desired')}>
          {target.desired.map(source => (
            <DesiredSourceText
              key={`${source.url} ${source.path} ${source.chart}`}
              source={source}
            />
          ))}
        </Fact>
      )}
      {target.rollout && (
        <Fact name={t('targets.rollout')}>
          <RolloutText rollout={target.rollout} />
        </Fact>
      )}
      {target.schedule && (
        <Fact name={t('targets.schedule')}>
          <ScheduleText schedule={target.schedule} />
        </Fact>
      )}
      {operation && (
        <Fact name={t('targets.operation')}>
          {operation.type} {t(`status.operation.${operation.status}`)}{' '}
          {(operation.finishedAt ?? operation.startedAt) && (
            <AgeText
              at={operation.finishedAt ?? operation.startedAt ?? ''}
              text={age => age}
            />
          )}
          {operation.message && ` · ${operation.message}`}
        </Fact>
      )}
      <WritingFacts target={target} />
      {target.generatedBy && (
        <Fact name={t('targets.generatedBy')}>
          {target.generatedBy.resource} {target.generatedBy.name}
        </Fact>
      )}
      {target.sharedWith.length > 0 && (
        <Fact name={t('targets.sharedWith')}>
          {target.sharedWith.map(ref => (
            <span key={ref}>
              <EntityRefLink entityRef={ref} />{' '}
            </span>
          ))}
        </Fact>
      )}
    </Facts>
  );
}

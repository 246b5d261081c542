import type { EvidenceDetail as Detail } from '#contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { evidenceQuery } from '../../api/queries.ts';
import { attributeName, derivationText, noteText } from '../../text/names.ts';
import { protocolName } from '../../text/protocol-names.ts';
import { useText } from '../../text/text-context.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Instant } from '../../ui/instant.tsx';
import { ByteLegend, ByteView } from './byte-view.tsx';
import { offsetText } from './byte-lines.ts';
import classes from './evidence-detail.module.css';

/** A piece of evidence down to its bytes. */
export function EvidenceDetail({ deviceId, evidenceId }: { deviceId: string; evidenceId: string }): ReactElement {
  const query = useQuery(evidenceQuery(deviceId, evidenceId));
  return (
    <div className={classes['detail']}>
      <Loaded query={query} lines={6}>
        {(detail) => <EvidenceBytes detail={detail} />}
      </Loaded>
    </div>
  );
}

export function EvidenceBytes({ detail }: { detail: Detail }): ReactElement {
  const { t } = useText();
  const { source, excerpts } = detail;
  if (source === undefined) {
    return (
      <>
        <p>{detail.protocol === 'person' ? t.evidence.byPerson : t.evidence.noBytes}</p>
        <Facts detail={detail} />
      </>
    );
  }
  return (
    <>
      <Chain detail={detail} />
      <Facts detail={detail} />
      {excerpts.length === 0 ? <p className="dim">{t.evidence.noExcerpt}</p> : <ByteLegend />}
      {excerpts.map((excerpt) => (
        <ByteView key={excerpt.frame} excerpt={excerpt} ranges={source.ranges} />
      ))}
    </>
  );
}

/** From the capture to the value, one step a link. */
function Chain({ detail }: { detail: Detail }): ReactElement | null {
  const { t, f } = useText();
  const { source } = detail;
  if (source === undefined) return null;
  const frames = [...new Set(source.ranges.map(({ frame }) => frame))];
  const first = source.ranges[0];
  const steps: { readonly id: string; readonly name: string; readonly content: ReactNode }[] = [
    {
      id: 'capture',
      name: t.evidence.capture,
      content: (
        <Link to="/captures/$captureId" params={{ captureId: source.capture.id }}>
          {source.capture.name}
        </Link>
      ),
    },
    {
      id: 'frame',
      name: t.evidence.frame,
      content: <span className="num">{frames.map((frame) => f.number(frame)).join(', ')}</span>,
    },
  ];
  if (first !== undefined) {
    const end = first.offset + Math.max(first.length, 1) - 1;
    const range = t.evidence.range(offsetText(first.offset), offsetText(end), first.length);
    const more = source.ranges.length > 1 ? ` ${t.devices.moreAddresses(source.ranges.length - 1)}` : '';
    steps.push({ id: 'bytes', name: t.evidence.position, content: <span className="mono">{range + more}</span> });
  }
  steps.push({
    id: 'value',
    name: attributeName(detail.attribute, t),
    content: <b className="mono">{detail.value}</b>,
  });
  return (
    <ol className={classes['chain']} aria-label={t.evidence.chain}>
      {steps.map(({ id, name, content }, at) => (
        <li key={id}>
          {at > 0 && <Icon name="arrow" size={14} />}
          <span className={classes['step']}>
            <span className={classes['stepName']}>{name}</span>
            {content}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Facts({ detail }: { detail: Detail }): ReactElement {
  const { t } = useText();
  const about = [detail.subject.ip, detail.subject.mac].filter((each) => each !== undefined).join(' · ');
  const isPlain = detail.source !== undefined && detail.source.derived === undefined;
  const derived = detail.source?.derived;
  return (
    <dl className={classes['facts']}>
      {isPlain && <Fact name={t.evidence.derived}>{t.evidence.asText}</Fact>}
      {derived !== undefined && <Fact name={t.evidence.derived}>{derivationText(derived, t)}</Fact>}
      {detail.protocol !== 'person' && (
        <Fact name={t.evidence.protocol}>
          {t.attributes.families[detail.protocol] ?? protocolName(detail.protocol)}{' '}
          <span className="mono dim">{detail.attribute}</span>
        </Fact>
      )}
      <Fact name={t.evidence.kind}>{t.words.evidenceKinds[detail.kind]}</Fact>
      {about !== '' && (
        <Fact name={t.evidence.about}>
          <span className="mono">{about}</span>
        </Fact>
      )}
      <Fact name={t.evidence.columns.count}>
        {t.evidence.seen(detail.count)}, <Instant at={detail.firstSeen} exact />
        {detail.lastSeen !== detail.firstSeen && (
          <>
            {' – '}
            <Instant at={detail.lastSeen} exact />
          </>
        )}
      </Fact>
      {detail.note !== undefined && <Fact name={t.evidence.note}>{noteText(detail.note, t)}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

import type { EvidenceSummary } from '#contract';
import type { ReactElement } from 'react';
import { dicomUidName } from '../../text/dicom-uid-names.ts';
import { attributeName } from '../../text/names.ts';
import { useText } from '../../text/text-context.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Hidden } from '../../ui/hidden.tsx';
import { Instant } from '../../ui/instant.tsx';
import { EvidenceDetail } from './evidence-detail.tsx';
import classes from './evidence-list.module.css';

interface EvidenceListProps {
  readonly deviceId: string;
  readonly evidence: readonly EvidenceSummary[];
  readonly openId: string | undefined;
  readonly onOpen: (evidenceId: string | undefined) => void;
}

/** Pieces of evidence, each of which opens into its bytes. */
export function EvidenceList({ deviceId, evidence, openId, onOpen }: EvidenceListProps): ReactElement {
  return (
    <ul>
      {evidence.map((each) => (
        <li key={each.id}>
          <Disclosure
            level={2}
            isOpen={each.id === openId}
            onToggle={() => onOpen(each.id === openId ? undefined : each.id)}
            summary={<EvidenceRow evidence={each} />}
          >
            <EvidenceDetail deviceId={deviceId} evidenceId={each.id} />
          </Disclosure>
        </li>
      ))}
    </ul>
  );
}

function EvidenceRow({ evidence }: { evidence: EvidenceSummary }): ReactElement {
  const { t } = useText();
  return (
    <span className={classes['row']}>
      <span className={classes['attribute']}>{attributeName(evidence.attribute, t)}</span>
      <span className={classes['value']}>
        <span className="mono">{evidence.value}</span>
        <Meaning value={evidence.value} />
      </span>
      <Weight weight={evidence.weight} />
      <span className={`num dim ${classes['count']}`}>{t.evidence.seen(evidence.count)}</span>
      <span className={`dim ${classes['last']}`}>
        <Instant at={evidence.lastSeen} />
      </span>
    </span>
  );
}

/** What a value that is only a number to people stands for. */
function Meaning({ value }: { value: string }): ReactElement | null {
  const meaning = dicomUidName(value);
  return meaning === undefined ? null : <span className="dim"> {meaning}</span>;
}

const WEIGHT_STEPS = 5;
const WEIGHT_MOST = 10;

function Weight({ weight }: { weight: number }): ReactElement {
  const { t, f } = useText();
  const filled = Math.round((weight / WEIGHT_MOST) * WEIGHT_STEPS);
  const text = weight === 0 ? t.evidence.countsForNothing : t.evidence.weight(f.number(weight));
  return (
    <span className={classes['weight']} title={text}>
      <Hidden>{text}</Hidden>
      {Array.from({ length: WEIGHT_STEPS }, (_, step) => (
        <span key={step} aria-hidden="true" data-filled={step < filled} />
      ))}
    </span>
  );
}

import type { Conclusion, Device, EvidenceSummary } from '#contract';
import type { ReactElement } from 'react';
import { useText } from '../../text/text-context.tsx';
import { ConfidenceBar } from '../../ui/confidence.tsx';
import { EvidenceList } from '../evidence/evidence-list.tsx';
import type { OpenEvidence } from './conclusions.tsx';
import classes from './conclusions.module.css';

interface BecauseProps {
  readonly device: Device;
  readonly conclusion: Conclusion;
  readonly textOf: (value: string) => string;
  readonly opened: OpenEvidence;
}

/** Which evidence speaks for a conclusion, and which for something else. */
export function Because({ device, conclusion, textOf, opened }: BecauseProps): ReactElement {
  const { t } = useText();
  return (
    <>
      <div className={classes['group']}>
        <h3>{t.device.because}</h3>
      </div>
      <Pieces device={device} ids={conclusion.because} opened={opened} />
      {conclusion.against.length === 0 ? (
        <p className={classes['quiet']}>{t.device.nothingAgainst}</p>
      ) : (
        conclusion.against.map((rival) => (
          <div key={rival.value}>
            <div className={classes['group']}>
              <h3>
                {t.device.against}: {textOf(rival.value)}
              </h3>
              <ConfidenceBar value={rival.confidence} />
            </div>
            <Pieces device={device} ids={rival.because} opened={opened} />
          </div>
        ))
      )}
    </>
  );
}

function Pieces({
  device,
  ids,
  opened,
}: {
  device: Device;
  ids: readonly string[];
  opened: OpenEvidence;
}): ReactElement {
  const { t } = useText();
  const evidence = evidenceOf(device, ids);
  if (evidence.length === 0) return <p className={classes['quiet']}>{t.device.evidenceMissing}</p>;
  return (
    <EvidenceList
      deviceId={device.id}
      evidence={evidence}
      openId={opened.evidence}
      onOpen={(id) => opened.onOpen(opened.open, id)}
    />
  );
}

/** In the order of the conclusion: the strongest first. */
function evidenceOf(device: Device, ids: readonly string[]): EvidenceSummary[] {
  const known = new Map(device.evidence.map((each) => [each.id, each]));
  return ids.flatMap((id) => known.get(id) ?? []);
}

import { type Conclusion, CONCLUSION_NAMES, type ConclusionName, type Correction, type Device } from '#contract';
import type { ReactElement, ReactNode } from 'react';
import { useText } from '../../text/text-context.tsx';
import { ConfidenceBar, wholePercent } from '../../ui/confidence.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Hidden } from '../../ui/hidden.tsx';
import { Tag } from '../../ui/tag.tsx';
import { useConclusionText } from '../device-words.ts';
import { Because } from './because.tsx';
import { CorrectButton } from './correct-button.tsx';
import classes from './conclusions.module.css';
import { WouldHelp } from './would-help.tsx';

export interface OpenEvidence {
  /** The open conclusion: its name, or `software:` and its value. */
  readonly open: string | undefined;
  readonly evidence: string | undefined;
  readonly onOpen: (open: string | undefined, evidence: string | undefined) => void;
}

/** What the device is, each value with how sure it is and the way to its evidence. */
export function Conclusions({ device, opened }: { device: Device; opened: OpenEvidence }): ReactElement {
  return (
    <>
      {CONCLUSION_NAMES.map((name) => (
        <ConclusionRow key={name} name={name} device={device} opened={opened} />
      ))}
    </>
  );
}

function ConclusionRow(props: { name: ConclusionName; device: Device; opened: OpenEvidence }): ReactElement {
  const { name, device, opened } = props;
  const { t } = useText();
  const textOf = useConclusionText();
  const conclusion = device.conclusions[name];
  const correction = device.corrections.find((each) => each.conclusion === name);
  const isOpen = opened.open === name;
  const title = t.words.conclusions[name];
  return (
    <Disclosure
      isOpen={isOpen}
      onToggle={() => opened.onOpen(isOpen ? undefined : name, undefined)}
      summary={
        <Summary title={title} conclusion={conclusion} textOf={(each) => textOf(name, each)} correction={correction} />
      }
      aside={<CorrectButton deviceId={device.id} name={name} current={conclusion?.value} correction={correction} />}
    >
      <div className={classes['body']}>
        {correction !== undefined && <CorrectionNote correction={correction} />}
        {conclusion === undefined ? (
          <WouldHelp device={device} name={name} />
        ) : (
          <Because device={device} conclusion={conclusion} textOf={(each) => textOf(name, each)} opened={opened} />
        )}
      </div>
    </Disclosure>
  );
}

interface SummaryProps {
  readonly title: string;
  readonly conclusion: Conclusion | undefined;
  readonly textOf: (value: string) => string;
  readonly correction?: Correction | undefined;
}

function Summary({ title, conclusion, textOf, correction }: SummaryProps): ReactElement {
  const { t, f } = useText();
  const rival = conclusion?.against[0];
  return (
    <span className={classes['summary']}>
      <span className={classes['name']}>{title}</span>
      <span className={classes['value']}>
        {conclusion === undefined ? <span className="dim">{t.device.unknown}</span> : textOf(conclusion.value)}
        {correction !== undefined && (
          <Tag tone="accent" icon="person">
            {t.device.correctedMark}
          </Tag>
        )}
        {rival !== undefined && (
          <span className={classes['rival']}>
            {t.device.againstShort(textOf(rival.value), wholePercent(rival.confidence, f.percent))}
          </span>
        )}
      </span>
      {conclusion === undefined ? <NoConfidence /> : <ConfidenceBar value={conclusion.confidence} size="wide" />}
    </span>
  );
}

function NoConfidence(): ReactElement {
  const { t } = useText();
  return <span className={`dim ${classes['none']}`}>{t.device.unknownText}</span>;
}

function CorrectionNote({ correction }: { correction: Correction }): ReactElement {
  const { t, f } = useText();
  return (
    <div className={classes['note']}>
      <p>{t.device.correctedBy(correction.who, f.minute(correction.at))}</p>
      {correction.reason !== undefined && (
        <p className="dim">
          {t.device.reason}: {correction.reason}
        </p>
      )}
    </div>
  );
}

/** Programs and versions; a device may have many. */
export function SoftwareList({ device, opened }: { device: Device; opened: OpenEvidence }): ReactNode {
  const { t } = useText();
  if (device.software.length === 0) return <p className={classes['nothing']}>{t.device.softwareNone}</p>;
  return device.software.map((conclusion) => {
    const key = `software:${conclusion.value}`;
    const isOpen = opened.open === key;
    return (
      <Disclosure
        key={key}
        isOpen={isOpen}
        onToggle={() => opened.onOpen(isOpen ? undefined : key, undefined)}
        summary={
          <span className={classes['summary']} data-kind="software">
            <span className={classes['value']}>
              <Hidden>{t.words.software}: </Hidden>
              {conclusion.value}
            </span>
            <ConfidenceBar value={conclusion.confidence} size="wide" />
          </span>
        }
      >
        <div className={classes['body']}>
          <Because device={device} conclusion={conclusion} textOf={(each) => each} opened={opened} />
        </div>
      </Disclosure>
    );
  });
}

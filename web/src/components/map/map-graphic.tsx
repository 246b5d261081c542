import type { Grouping, MapGroup, MapLink, NetworkMap } from '#contract';
import { ActionIcon, Tooltip } from '@mantine/core';
import { type ReactElement, useId, useMemo, useState } from 'react';
import { useText } from '../../text/text-context.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { purposeColour } from '../purpose-mark.tsx';
import { CARD, layOut, type Layout } from './layout.ts';
import { arcOf, curveOf, widthOf } from './lines.ts';
import classes from './map-graphic.module.css';
import { mainPurpose, showsPersonalData } from './words.ts';

/** More lines are only grey; the table has them all. */
export const LINKS_DRAWN = 300;

export interface MapChoice {
  readonly group: string | undefined;
  readonly link: { readonly from: string; readonly to: string } | undefined;
}

interface MapGraphicProps {
  readonly map: NetworkMap;
  readonly by: Grouping;
  readonly textOf: (group: MapGroup) => string;
  readonly choice: MapChoice;
  readonly onChoose: (choice: MapChoice) => void;
}

const ZOOMS = [1, 1.5, 2.25, 3.4] as const;

export function MapGraphic({ map, by, textOf, choice, onChoose }: MapGraphicProps): ReactElement {
  const { t } = useText();
  const [zoom, setZoom] = useState(0);
  const links = map.links.slice(0, LINKS_DRAWN);
  const layout = useMemo(() => layOut(map.groups, map.links.slice(0, LINKS_DRAWN)), [map]);
  const most = Math.max(1, ...links.map(({ bytes }) => bytes));
  return (
    <div className={classes['frame']}>
      <div className={classes['zoom']}>
        <ZoomButton
          icon="plus"
          label={t.map.zoomIn}
          isOff={zoom === ZOOMS.length - 1}
          onClick={() => setZoom(zoom + 1)}
        />
        <ZoomButton icon="minus" label={t.map.zoomOut} isOff={zoom === 0} onClick={() => setZoom(zoom - 1)} />
      </div>
      <div className={classes['scroller']} role="region" aria-label={t.map.title} tabIndex={0}>
        <svg
          key={by}
          role="group"
          aria-label={t.map.graphic(map.groups.length, map.links.length)}
          viewBox={`0 0 ${layout.width} ${layout.height}`}
          style={{ inlineSize: `${(ZOOMS[zoom] ?? 1) * 100}%`, maxBlockSize: zoom === 0 ? '68dvh' : undefined }}
          className={classes['map']}
        >
          <g>
            {links.map((link) => (
              <LinkLine
                key={`${link.from}\n${link.to}`}
                link={link}
                layout={layout}
                width={widthOf(link.bytes, most)}
                emphasis={emphasisOf(link, choice)}
                onChoose={() => onChoose({ group: undefined, link: { from: link.from, to: link.to } })}
              />
            ))}
          </g>
          <g>
            {map.groups.map((group) => (
              <GroupCard
                key={group.id}
                group={group}
                text={textOf(group)}
                links={map.links.filter(({ from, to }) => from === group.id || to === group.id).length}
                layout={layout}
                emphasis={cardEmphasis(group.id, map.links, choice)}
                isChosen={choice.group === group.id}
                onChoose={() => onChoose({ group: choice.group === group.id ? undefined : group.id, link: undefined })}
              />
            ))}
          </g>
        </svg>
      </div>
    </div>
  );
}

type Emphasis = 'plain' | 'strong' | 'faint';

function emphasisOf({ from, to }: MapLink, { group, link }: MapChoice): Emphasis {
  if (link !== undefined) return link.from === from && link.to === to ? 'strong' : 'faint';
  if (group !== undefined) return from === group || to === group ? 'strong' : 'faint';
  return 'plain';
}

function cardEmphasis(id: string, links: readonly MapLink[], { group, link }: MapChoice): Emphasis {
  if (link !== undefined) return link.from === id || link.to === id ? 'strong' : 'faint';
  if (group === undefined || group === id) return 'plain';
  const isPeer = links.some(({ from, to }) => (from === id && to === group) || (to === id && from === group));
  return isPeer ? 'plain' : 'faint';
}

interface LinkLineProps {
  readonly link: MapLink;
  readonly layout: Layout;
  readonly width: number;
  readonly emphasis: Emphasis;
  readonly onChoose: () => void;
}

/** For the pointer only: by keyboard, a link is chosen in the table. */
function LinkLine({ link, layout, width, emphasis, onChoose }: LinkLineProps): ReactElement | null {
  const from = layout.at.get(link.from);
  const to = layout.at.get(link.to);
  if (from === undefined || to === undefined) return null;
  const path = link.from === link.to ? arcOf(from) : curveOf(from, to);
  return (
    <g className={classes['link']} data-emphasis={emphasis} onClick={onChoose} aria-hidden="true">
      <path d={path} className={classes['reachable']} strokeWidth={Math.max(12, width + 6)} />
      <path
        d={path}
        className={classes['line']}
        stroke={purposeColour(mainPurpose(link))}
        strokeWidth={width}
        strokeDasharray={showsPersonalData(link) ? `${width * 2 + 6} ${width + 2}` : undefined}
      />
    </g>
  );
}

interface GroupCardProps {
  readonly group: MapGroup;
  readonly text: string;
  readonly links: number;
  readonly layout: Layout;
  readonly emphasis: Emphasis;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function GroupCard({ group, text, links, layout, emphasis, isChosen, onChoose }: GroupCardProps): ReactElement | null {
  const { t } = useText();
  const id = useId();
  const at = layout.at.get(group.id);
  if (at === undefined) return null;
  const devices = t.map.devices(group.devices);
  return (
    <g
      role="button"
      tabIndex={0}
      aria-pressed={isChosen}
      aria-labelledby={`${id}-name ${id}-devices`}
      aria-description={t.map.nodeDescription(text, t.map.links(links))}
      className={classes['card']}
      data-emphasis={emphasis}
      data-reach={group.reach}
      transform={`translate(${at.x - CARD.width / 2} ${at.y - CARD.height / 2})`}
      onClick={onChoose}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onChoose();
      }}
    >
      <title>{text}</title>
      <rect width={CARD.width} height={CARD.height} rx={group.reach === 'outside' ? CARD.height / 2 : 7} />
      <text x={CARD.width / 2} y={21} id={`${id}-name`} className={classes['name']}>
        {`${clipped(text)} `}
      </text>
      <text x={CARD.width / 2} y={39} id={`${id}-devices`} className={classes['devices']}>
        {devices}
      </text>
    </g>
  );
}

/** Widths of a card in letters; those of Japanese are twice as wide. */
const CARD_LETTERS = 23;

function clipped(text: string): string {
  let width = 0;
  let shown = '';
  for (const letter of text) {
    width += /[\u2e80-\uffef]/u.test(letter) ? 1.9 : 1;
    if (width > CARD_LETTERS) return `${shown}…`;
    shown += letter;
  }
  return text;
}

function ZoomButton(props: { icon: IconName; label: string; isOff: boolean; onClick: () => void }): ReactElement {
  const { icon, label, isOff, onClick } = props;
  return (
    <Tooltip label={label} position="left">
      <ActionIcon variant="default" size="md" aria-label={label} disabled={isOff} onClick={onClick}>
        <Icon name={icon} size={15} />
      </ActionIcon>
    </Tooltip>
  );
}

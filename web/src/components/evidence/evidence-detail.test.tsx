import type { EvidenceDetail } from '#contract';
import { describe, expect, it } from 'vitest';
import { draw, textOf } from '../../testing/draw.tsx';
import { EvidenceBytes } from './evidence-detail.tsx';

const CAPTURE = { id: '01a2001f-734c-7f3c-ba96-e1d65ca2ad2d', name: 'ward.pcap' };
const DETAIL: EvidenceDetail = {
  id: 'dicom.software#1',
  kind: 'observed',
  factKind: 'software-seen',
  attribute: 'dicom.software',
  value: 'VA48A',
  subject: { ip: '10.20.30.11' },
  protocol: 'dicom',
  weight: 4,
  count: 205,
  firstSeen: '2026-06-09T21:13:34.727497Z',
  lastSeen: '2026-06-10T02:59:12.077787Z',
  source: { capture: CAPTURE, ranges: [{ frame: 812, offset: 420, length: 5 }] },
  excerpts: [
    {
      frame: 812,
      length: 1354,
      sha256: 'ab'.repeat(32),
      kept: [
        { offset: 0, bytes: btoa('HEADERS OF THE LINK') },
        { offset: 420, bytes: btoa('VA48A') },
      ],
    },
  ],
};

describe('a piece of evidence', () => {
  it('walks from the capture to the value, and says how it was read', async () => {
    const text = textOf(await draw(<EvidenceBytes detail={DETAIL} />));
    for (const step of ['Capture ward.pcap', 'Frame 812', 'Bytes 0x01a4–0x01a8 (5 bytes)', 'VA48A']) {
      expect(text).toContain(step);
    }
    expect(text).toContain('The value is the text of the marked bytes');
    expect(text).toContain('205 times');
    expect(text).toContain('24 of 1,354 bytes kept');
    expect(text).toContain('ab'.repeat(32));
  });

  it('marks the value, and shows nothing where nothing was kept', async () => {
    const drawn = await draw(<EvidenceBytes detail={DETAIL} />, 'ja');
    expect(drawn.match(/<mark>[^<]+<\/mark>/g)).toEqual([
      '<mark>56 41 34 38</mark>',
      '<mark>41</mark>',
      '<mark>VA48A</mark>',
    ]);
    expect(textOf(drawn)).toContain('384バイトをマスク');
    expect(textOf(drawn)).toContain('患者の情報を残さないため、保存していない');
  });

  it('says what was computed instead of read', async () => {
    const detail = { ...DETAIL, source: { capture: CAPTURE, ranges: DETAIL.source?.ranges ?? [], derived: 'ja4' } };
    const text = textOf(await draw(<EvidenceBytes detail={detail} />));
    expect(text).toContain('A fingerprint (JA4) computed from');
    expect(text).not.toContain('The value is the text');
  });

  it('admits when there are no bytes', async () => {
    const { source: _, ...rest } = DETAIL;
    const without = { ...rest, excerpts: [] };
    const stated = { ...without, kind: 'declared', protocol: 'person', note: 'stated by tanaka' } as const;
    expect(textOf(await draw(<EvidenceBytes detail={{ ...without, protocol: 'traffic' }} />))).toContain(
      'No single message said this',
    );
    const text = textOf(await draw(<EvidenceBytes detail={stated} />, 'ja'));
    expect(text).toContain('人が入力したもので、元になるバイトはありません。');
    expect(text).toContain('tanaka が入力');
    expect(textOf(await draw(<EvidenceBytes detail={{ ...DETAIL, excerpts: [] }} />))).toContain(
      'The bytes of this frame were not kept.',
    );
  });
});

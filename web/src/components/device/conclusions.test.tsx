import type { Device } from '#contract';
import { describe, expect, it } from 'vitest';
import { deviceTypesQuery, sessionQuery } from '../../api/queries.ts';
import { draw, type Known, textOf } from '../../testing/draw.tsx';
import { Conclusions, SoftwareList } from './conclusions.tsx';

const AT = '2026-06-10T02:59:12.077787Z';
const DEVICE: Device = {
  id: 'mac-1',
  macs: ['44:4b:5d:7e:08:2c'],
  ips: ['10.64.20.16'],
  names: ['CT01RAD'],
  vlans: [20],
  personalData: [],
  corrected: [],
  firstSeen: AT,
  lastSeen: AT,
  conclusions: {
    type: {
      value: 'T061',
      confidence: 0.996,
      because: ['a'],
      against: [{ value: 'T062', confidence: 0.18, because: ['b'] }],
    },
    role: { value: 'modality', confidence: 0.94, because: ['gone'], against: [] },
  },
  software: [],
  missing: [{ conclusion: 'os', wouldHelp: ['ntlm.os', 'ssh.banner', 'person'] }],
  use: { activeHours: [] },
  identity: [],
  corrections: [],
  evidence: [
    {
      id: 'a',
      kind: 'observed',
      factKind: 'role-played',
      attribute: 'dicom.modality',
      value: 'CT',
      subject: {},
      protocol: 'dicom',
      weight: 5,
      count: 247,
      firstSeen: AT,
      lastSeen: AT,
    },
  ],
};
const TYPES: Known = [
  [
    deviceTypesQuery.queryKey,
    {
      types: [
        { id: 'T061', en: 'CT scanner', ja: '全身用X線CT診断装置', category: 'imaging' },
        { id: 'T062', en: 'MR scanner', ja: '超電導磁石式全身用MR装置', category: 'imaging' },
      ],
    },
  ],
];
const opened = (open?: string) => ({ open, evidence: undefined, onOpen: () => undefined });
const drawn = async (
  device: Device,
  open?: string,
  language: 'ja' | 'en' = 'en',
  known: Known = TYPES,
): Promise<string> => textOf(await draw(<Conclusions device={device} opened={opened(open)} />, language, known));

describe('conclusions', () => {
  it('give the value in words, how sure it is, and what speaks against it', async () => {
    const text = await drawn(DEVICE);
    expect(text).toContain('Type CT scanner against it: MR scanner (18%) Confidence 99%');
    expect(text).toContain('Role Imaging modality Confidence 94%');
    expect(await drawn(DEVICE, undefined, 'ja')).toContain(
      '機器の種類 全身用X線CT診断装置 別の見方: 超電導磁石式全身用MR装置(18%)',
    );
  });

  it('open into their evidence, for and against', async () => {
    const text = await drawn(DEVICE, 'type');
    expect(text).toContain('Speaks for it DICOM: modality CT Weight 5 of 10 247 times');
    expect(text).toContain('Speaks against it: MR scanner');
  });

  it('say so when the evidence is gone', async () => {
    expect(await drawn(DEVICE, 'role')).toContain('The evidence was removed after the retention time.');
  });

  it('leave unknown what is unknown, and say what would help', async () => {
    const text = await drawn(DEVICE, 'os');
    expect(text).toContain('Operating system Unknown Not enough was seen to say.');
    expect(text).toContain('NTLM: operating system SSH: banner A statement by a person');
  });

  it('name who corrected them, and why', async () => {
    const corrections: Device['corrections'] = [
      { conclusion: 'type', value: 'T062', reason: 'label on the device', who: 'tanaka', at: AT },
    ];
    const text = await drawn({ ...DEVICE, corrections }, 'type');
    expect(text).toContain('Corrected by a person');
    expect(text).toContain('Corrected by tanaka, 10 Jun 2026, 11:59 Reason: label on the device');
  });

  it('offer a correction only to those who may', async () => {
    const session = (permissions: readonly string[]): Known => [
      ...TYPES,
      [sessionQuery.queryKey, { account: { id: '1', role: 'viewer' }, permissions }],
    ];
    const markup = (known: Known): Promise<string> =>
      draw(<Conclusions device={DEVICE} opened={opened()} />, 'en', known);
    expect(await markup(session(['devices.read']))).not.toContain('Correct: Type');
    expect(await markup(session(['devices.read', 'devices.correct']))).toContain('aria-label="Correct: Type"');
  });
});

describe('software', () => {
  it('says when none was seen', async () => {
    expect(textOf(await draw(<SoftwareList device={DEVICE} opened={opened()} />))).toBe(
      'No software or version was seen.',
    );
  });
});

import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { poct1a } from './poct1a.ts';

const METER = ['10.0.0.1', 40000] as const;
const SERVER = ['10.0.0.2', 3001] as const;
const toServer = (text: string) => ({ tcp: { from: METER, to: SERVER }, bytes: bytesOf(text) });
const toMeter = (text: string) => ({ tcp: { from: SERVER, to: METER }, bytes: bytesOf(text) });

const HELLO = `<HEL.R01>
  <HDR><HDR.control_id V="1"/><HDR.version_id V="POCT1"/><HDR.creation_dttm V="2025-01-01T09:00:00+09:00"/></HDR>
  <DEV><DEV.device_id V="0002B3FFFE00F1A2"/><DEV.vendor_id V="ACME"/><DEV.model_id V="GlucoStat &amp; Co"/>
    <DEV.serial_id V='SN-77'/><DEV.manufacturer_name V="ACME Diagnostics"/><DEV.hw_version V="B"/>
    <DEV.sw_version V="2.1.0"/><DEV.device_name V="ICU meter 3"/></DEV>
</HEL.R01>`;
const RESULTS = `<OBS.R01><HDR><HDR.control_id V="2"/></HDR><SVC><PT><PT.patient_id V="PATIENT-4711"/>
  <PT.name V="Tanaka"/><OBS><OBS.observation_id V="GLU"/><OBS.value V="98765"/></OBS></PT>
  <OPR><OPR.operator_id V="nurse-yamada"/></OPR></SVC></OBS.R01>`;
const SET_TIME = '<DTV.R01><HDR><HDR.control_id V="9"/></HDR><DTV><DTV.command_cd V="SET_TIME"/></DTV></DTV.R01>';

describe('cut, damaged, random and split input', () => {
  withstands(poct1a, [toServer(HELLO + RESULTS), toMeter(SET_TIME)]);
});

test('tells of the device and counts patient and operator', () => {
  const packets = [toServer(HELLO), toMeter(SET_TIME), toServer(RESULTS)];
  const seen = rehearse({ dissectors: [poct1a], packets, excerpts: true });
  const facts = seen.facts.map(({ attribute, value, subject }) => `${subject.ip} ${attribute} ${value}`);
  expect(facts).toEqual([
    '10.0.0.1 poct1a.message HEL.R01',
    '10.0.0.1 poct1a.version POCT1',
    '10.0.0.1 poct1a.device-id 0002B3FFFE00F1A2',
    '10.0.0.1 poct1a.vendor ACME',
    '10.0.0.1 poct1a.model GlucoStat & Co',
    '10.0.0.1 poct1a.serial SN-77',
    '10.0.0.1 poct1a.manufacturer ACME Diagnostics',
    '10.0.0.1 poct1a.hardware B',
    '10.0.0.1 poct1a.software 2.1.0',
    '10.0.0.1 poct1a.device-name ICU meter 3',
    '10.0.0.2 poct1a.message DTV.R01',
    '10.0.0.2 poct1a.directive SET_TIME',
    '10.0.0.1 poct1a.message OBS.R01',
  ]);
  expect(seen.edges[0]).toMatchObject({
    protocol: 'poct1a',
    personalData: ['name', 'identifier', 'account', 'result'],
  });
  expect(seen.everything).not.toMatch(/4711|Tanaka|98765|yamada/);
});

test('begins behind an XML declaration', () => {
  const seen = rehearse({ dissectors: [poct1a], packets: [toServer(`<?xml version="1.0"?>\n<!-- x -->${HELLO}`)] });
  expect(seen.edges[0]?.protocol).not.toBe('poct1a');
  const declared = rehearse({ dissectors: [poct1a], packets: [toServer(`<?xml version="1.0"?>\n${HELLO}`)] });
  expect(declared.value('poct1a.serial')).toBe('SN-77');
});

test('goes on behind a document that is too long or damaged', () => {
  const long = RESULTS.replace('<OPR>', `${'<NTE V="x"/>'.repeat(4000)}<OPR>`);
  const parts = Array.from({ length: Math.ceil(long.length / 1400) }, (_, n) => long.slice(n * 1400, (n + 1) * 1400));
  const seen = rehearse({ dissectors: [poct1a], packets: [...parts.map(toServer), toServer(HELLO)] });
  expect(seen.value('poct1a.serial')).toBe('SN-77');
  expect(seen.anomalies).toEqual({ 'poct1a-document-too-long': 1 });
  const damaged = rehearse({ dissectors: [poct1a], packets: [toServer(`<OBS.R01></HDR>${HELLO}`)] });
  expect(damaged.value('poct1a.serial')).toBe('SN-77');
  expect(damaged.anomalies).toEqual({ 'poct1a-xml-damaged': 1 });
});

test.each([
  '<html><body/></html>',
  '<?xml version="1.0"?><soap:Envelope/>',
  '<HELLO/>',
  '<DTX.R01/>',
  '<\0\0\0\0\0\0\0',
])('does not claim %j', (text) => {
  expect(rehearse({ dissectors: [poct1a], packets: [toServer(text)] }).edges[0]?.protocol).not.toBe('poct1a');
});

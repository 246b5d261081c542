import { describe, expect, it } from 'vitest';
import { en } from './en/index.ts';
import { ja } from './ja/index.ts';
import { dicomUidName } from './dicom-uid-names.ts';
import { anomalyName, attributeName, noteText } from './names.ts';

describe('names', () => {
  it.each([
    ['dicom.software', 'DICOM: software version', 'DICOM ソフトウェアの版'],
    ['tls.certificate.subject', 'TLS: subject of the certificate', 'TLS 証明書の主体者'],
    ['traffic.server-of', 'Behaviour: offers services', '通信のふるまい 提供するサービス'],
    ['person', 'A statement by a person', '人による入力'],
    // What a new dissector says is readable before anybody has written words for it.
    ['newproto.some-field', 'newproto: some field', 'newproto some field'],
  ])('put the attribute %s into words', (attribute, english, japanese) => {
    expect([attributeName(attribute, en), attributeName(attribute, ja)]).toEqual([english, japanese]);
  });

  it.each([
    ['tcp-gap', 'Bytes of a connection missing from the capture'],
    ['hl7-framing', 'HL7 v2: the framing is not valid'],
    ['dhcpv6-header', 'DHCPv6: a header is not valid'],
    ['ws-discovery-message', 'WS-Discovery: a message is not valid'],
    ['snmp-scoped-pdu', 'SNMP: "scoped pdu" is not as the standard says'],
    ['unheard-of', 'unheard-of'],
  ])('put the anomaly %s into words', (kind, text) => {
    expect(anomalyName(kind, en)).toBe(text);
  });

  it.each([
    ['relays objects of 4 devices', 'Sends what 4 other devices made, so it does not describe this one'],
    ['relays objects of other devices', 'Sends what other devices made, so it does not describe this one'],
    ['stated by tanaka', 'Stated by tanaka'],
    ['something new', 'something new'],
  ])('put the note "%s" into words', (note, text) => {
    expect(noteText(note, en)).toBe(text);
  });

  it('know the commonest DICOM UIDs', () => {
    expect(dicomUidName('1.2.840.10008.5.1.4.1.1.2')).toBe('CT Image Storage');
    expect(dicomUidName('1.2.840.113619.6.475')).toBeUndefined();
  });
});

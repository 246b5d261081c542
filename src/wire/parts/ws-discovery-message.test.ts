import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../../tests/packets.ts';
import { looksLikeDiscovery, readDiscoveryMessage, type Span } from './ws-discovery-message.ts';

const envelope = (body: string, namespace = 'http://schemas.xmlsoap.org/ws/2005/04/discovery'): string =>
  `<?xml version="1.0"?><soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:wsd="${namespace}">
<soap:Header><wsa:To>urn:x</wsa:To></soap:Header><soap:Body>${body}</soap:Body></soap:Envelope>`;
const ENDPOINT = '<wsa:EndpointReference><wsa:Address>urn:uuid:1</wsa:Address></wsa:EndpointReference>';

function read(text: string) {
  const bytes = bytesOf(text);
  const message = readDiscoveryMessage(bytes, 0, bytes.length);
  const part = (span?: Span) =>
    span === undefined ? undefined : new TextDecoder().decode(bytes.subarray(span.from, span.to));
  return {
    message,
    targets: message?.targets.map(({ endpoint, types, scopes, xaddrs }) => [endpoint, types, scopes, xaddrs].map(part)),
  };
}

describe('messages', () => {
  test('Hello', () => {
    const { message, targets } = read(
      envelope(
        `<wsd:Hello>${ENDPOINT}<wsd:Types>wsdp:Device pub:Computer</wsd:Types><wsd:XAddrs>http://h/</wsd:XAddrs></wsd:Hello>`,
      ),
    );
    expect(message).toMatchObject({ action: 'Hello', announces: true, medical: false, broken: false });
    expect(targets).toEqual([['urn:uuid:1', 'wsdp:Device pub:Computer', undefined, 'http://h/']]);
  });

  test('Probe and Resolve look for somebody', () => {
    expect(read(envelope('<wsd:Probe><wsd:Types>a:MedicalDevice</wsd:Types></wsd:Probe>')).message).toMatchObject({
      action: 'Probe',
      announces: false,
      medical: true,
    });
    expect(read(envelope(`<wsd:Resolve>${ENDPOINT}</wsd:Resolve>`)).targets).toEqual([
      ['urn:uuid:1', undefined, undefined, undefined],
    ]);
  });

  test('matches are told apart', () => {
    const { message, targets } = read(
      envelope(
        `<wsd:ResolveMatches><wsd:ResolveMatch>${ENDPOINT}</wsd:ResolveMatch><wsd:ResolveMatch>${ENDPOINT.replace('1<', '2<')}</wsd:ResolveMatch></wsd:ResolveMatches>`,
      ),
    );
    expect(message?.action).toBe('ResolveMatches');
    expect(targets?.map(([endpoint]) => endpoint)).toEqual(['urn:uuid:1', 'urn:uuid:2']);
  });

  test('what is cut is told as far as it is whole', () => {
    const text = envelope(`<wsd:Hello>${ENDPOINT}<wsd:Types>a:B</wsd:Types></wsd:Hello>`);
    const { message, targets } = read(text.slice(0, text.indexOf('</wsd:Types>') - 1));
    expect(message?.broken).toBe(true);
    expect(targets).toEqual([['urn:uuid:1', undefined, undefined, undefined]]);
  });

  test('other bodies are none', () => {
    expect(read(envelope('<x:Get/>')).message).toBeUndefined();
    expect(read('not XML').message).toBeUndefined();
  });
});

test.each([
  [envelope('<wsd:Bye/>'), true],
  [`\ufeff \n${envelope('<wsd:Bye/>', 'http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01')}`, true],
  [envelope('<wsd:Bye/>', 'urn:other'), false],
  ['/ws/2005/04/discovery', false],
])('%j looks like discovery: %s', (text, looks) => {
  const bytes = bytesOf(text);
  expect(looksLikeDiscovery(bytes, 0, bytes.length)).toBe(looks);
});

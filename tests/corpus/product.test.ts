import { expect, test } from 'vitest';
import { inspect, parseDocument } from './product.ts';

test('a document is read, missing parts are empty', () => {
  const document = parseDocument(
    JSON.stringify({
      schema: 'mimamori.inspect/1',
      captures: [{ path: 'a.pcap', packets: 7 }],
      facts: [
        {
          kind: 'name-seen',
          attribute: 'dhcp.hostname',
          value: 'pump',
          subject: { mac: '00:11:22:33:44:55' },
          protocol: 'dhcp',
          source: { capture: 'a.pcap', ranges: [{ frame: 1, offset: 300, length: 4 }], derived: 'reassembled' },
        },
      ],
    }),
  );
  expect(document.captures).toEqual([{ path: 'a.pcap', packets: 7 }]);
  expect(document.facts[0]).toMatchObject({
    attribute: 'dhcp.hostname',
    mac: '00:11:22:33:44:55',
    ip: undefined,
    ranges: [{ frame: 1, offset: 300, length: 4 }],
    derived: 'reassembled',
  });
  expect(document.edges).toEqual([]);
});

test('conclusions are read with and without a confidence, one or several', () => {
  const { devices } = parseDocument(
    JSON.stringify({
      schema: 'mimamori.inspect/1',
      devices: [
        {
          id: 'd',
          macs: ['AA:BB:CC:DD:EE:FF'],
          type: { value: 'T061', confidence: 0.9 },
          model: 'M',
          software: ['1', '2'],
        },
      ],
    }),
  );
  expect(devices[0]?.macs).toEqual(['aa:bb:cc:dd:ee:ff']);
  expect(devices[0]?.conclusions.get('type')).toEqual([{ value: 'T061', confidence: 0.9 }]);
  expect(devices[0]?.conclusions.get('model')).toEqual([{ value: 'M', confidence: undefined }]);
  expect(devices[0]?.conclusions.get('software')).toHaveLength(2);
});

test('another schema is refused', () => expect(() => parseDocument('{"schema":"other/1"}')).toThrow(/no mimamori/));

test('a program that fails gives its exit code and what it wrote', async () => {
  const result = await inspect(['/bin/sh', '-c', 'echo "Error: broken" >&2; exit 7', 'sh'], ['a.pcap']);
  expect(result).toMatchObject({ exitCode: 7, timedOut: false });
  expect(result.stderr).toContain('Error: broken');
});

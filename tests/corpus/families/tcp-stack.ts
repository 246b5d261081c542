import { type Family, expected } from '../family.ts';
import { canonicalStack, stackOf } from '../second-reading/tcp-stack.ts';
import { hosts, text } from '../truth.ts';

export const tcpStack: Family = {
  id: 'tcp-stack',
  truthKeys: ['tcp_syn'],
  attributes: ['tcp.stack'],
  note: '',
  expect: (truth) =>
    truth.rows('tcp_syn').flatMap((row) =>
      expected(
        'tcp.stack',
        stackOf({
          isAnswer: text(row, 'synack') === 'true',
          ttl: Number(text(row, 'ttl')),
          window: Number(text(row, 'window')),
          options: Buffer.from(text(row, 'options') ?? '', 'hex'),
        }),
        hosts(row, 'ip'),
      ),
    ),
  canonical: (_, value) => canonicalStack(value),
  gap: (truth, fact) =>
    truth.rows('tcp_syn').some((row) => text(row, 'ip') === fact.ip)
      ? 'the truth keeps the first SYN or SYN-ACK of a host'
      : undefined,
};

import { type Family, expected } from '../family.ts';
import { hex, number, spelling } from '../normalise.ts';
import { hosts, text } from '../truth.ts';

/** The oracle gives both bytes as one number, the major revision (CIP Vol. 1 §5A-2.2.4) above the minor one. */
function revision(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  return `${Number(value) >> 8}.${Number(value) & 0xff}`;
}

export const enip: Family = {
  id: 'enip',
  truthKeys: ['enip_identity'],
  attributes: [
    'enip.product',
    'enip.vendor-id',
    'enip.device-type',
    'enip.product-code',
    'enip.revision',
    'enip.serial',
  ],
  note: '',
  expect: (truth) =>
    truth.rows('enip_identity').flatMap((row) => {
      const sender = hosts(row, 'src');
      return [
        ...expected('enip.product', text(row, 'name'), sender),
        ...expected('enip.vendor-id', text(row, 'vendor'), sender),
        ...expected('enip.device-type', text(row, 'devtype'), sender),
        ...expected('enip.product-code', text(row, 'prodcode'), sender),
        ...expected('enip.revision', revision(text(row, 'revision')), sender),
        ...expected('enip.serial', text(row, 'serial'), sender),
      ];
    }),
  canonical: (attribute, value) => {
    if (attribute === 'enip.serial') return hex(value);
    return attribute === 'enip.product' || attribute === 'enip.revision' ? spelling(value) : number(value);
  },
};

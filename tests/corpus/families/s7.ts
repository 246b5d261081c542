import { type Family, expected } from '../family.ts';
import { hosts, text } from '../truth.ts';

export const s7: Family = {
  id: 's7',
  truthKeys: ['s7_identity'],
  attributes: ['s7.module', 's7.system-name', 's7.module-name', 's7.serial', 's7.module-type'],
  note: 'read-outs of the system status lists 0011 and 001C',
  expect: (truth) =>
    truth.rows('s7_identity').flatMap((row) => {
      const sender = hosts(row, 'src');
      return [
        ...expected('s7.module', text(row, '0001_anz'), sender),
        ...expected('s7.system-name', text(row, '0001_name'), sender),
        ...expected('s7.module-name', text(row, '0002_name'), sender),
        ...expected('s7.serial', text(row, '0005_serialn'), sender),
        ...expected('s7.module-type', text(row, '0007_cputypname'), sender),
      ];
    }),
};

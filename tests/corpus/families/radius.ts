import { type Family, expected } from '../family.ts';
import { hex } from '../normalise.ts';
import { hosts, text } from '../truth.ts';
import { spelling } from '../normalise.ts';

export const radius: Family = {
  id: 'radius',
  truthKeys: ['radius_calling', 'radius_nas'],
  attributes: ['radius.calling-station', 'radius.nas-identifier'],
  note: 'User-Name and EAP identity name people and are not expected',
  expect: (truth) => [
    ...truth.rows('radius_calling').flatMap((row) => expected('radius.calling-station', text(row, 'value'), [])),
    ...truth
      .rows('radius_nas')
      .flatMap((row) => expected('radius.nas-identifier', text(row, 'value'), hosts(row, 'src'))),
  ],
  canonical: (attribute, value) => (attribute === 'radius.calling-station' ? hex(spelling(value)) : spelling(value)),
};

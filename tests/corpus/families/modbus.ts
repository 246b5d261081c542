import { type Family, expected } from '../family.ts';
import { number, pair, spelling } from '../normalise.ts';
import { type TruthRow, hosts, text } from '../truth.ts';

function objectsOf(row: TruthRow): readonly string[] {
  const objects = row['objects'];
  if (typeof objects !== 'object' || objects === null) return [];
  return Object.entries(objects).map(([id, value]) => `${id}=${String(value)}`);
}

export const modbus: Family = {
  id: 'modbus',
  truthKeys: ['modbus', 'modbus_device_id'],
  attributes: ['modbus.unit', 'modbus.function', 'modbus.device-id'],
  note: '',
  expect: (truth) => [
    ...truth
      .rows('modbus')
      .flatMap((row) => [
        ...expected('modbus.unit', text(row, 'unit'), hosts(row, 'server')),
        ...expected('modbus.function', text(row, 'function'), hosts(row, 'server')),
      ]),
    ...truth
      .rows('modbus_device_id')
      .flatMap((row) => objectsOf(row).flatMap((value) => expected('modbus.device-id', value, hosts(row, 'src')))),
  ],
  canonical: (attribute, value) => {
    if (attribute !== 'modbus.device-id') return number(value);
    const at = value.indexOf('=');
    return `${number(value.slice(0, at))}=${spelling(value.slice(at + 1))}`;
  },
  same: (wanted, fact) =>
    fact.attribute === 'modbus.device-id' &&
    wanted.attributes.includes('modbus.device-id') &&
    pair(wanted.value, () => '', spelling).slice(1) === spelling(fact.value),
};

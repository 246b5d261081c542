import { type Family, expected } from '../family.ts';
import { spelling } from '../normalise.ts';
import { hosts, text } from '../truth.ts';

/** Protocol levels of MQTT 3.1, 3.1.1 and 5.0. */
const NAMED_LEVELS: Readonly<Record<string, string>> = { '3.1': '3', '3.1.1': '4', '5.0': '5' };

export const mqtt: Family = {
  id: 'mqtt',
  truthKeys: ['mqtt_connect'],
  attributes: ['mqtt.client-id', 'mqtt.version'],
  note: 'topics may name beds and patients and are not expected',
  expect: (truth) =>
    truth
      .rows('mqtt_connect')
      .flatMap((row) => [
        ...expected('mqtt.client-id', text(row, 'client_id'), hosts(row, 'src')),
        ...expected('mqtt.version', text(row, 'version'), hosts(row, 'src')),
      ]),
  canonical: (attribute, value) =>
    attribute === 'mqtt.version' ? (NAMED_LEVELS[value.trim()] ?? value.trim()) : spelling(value),
};

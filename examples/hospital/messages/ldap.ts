import { ascii, u8, zeros } from '../../../bench/captures/bytes.ts';
import { berInteger, der, octets, sequence } from '../../../bench/captures/der.ts';
import { ask, tell, type Turn } from '../network/tcp.ts';
import { HOSPITAL } from '../people/places.ts';

const text = (value: string): Buffer => octets(Buffer.from(value, 'utf8'));
const message = (id: number, operation: Buffer): Buffer => sequence(berInteger(id), operation);
const enumerated = (value: number): Buffer => der(0x0a, u8(value));
const NEVER = u8(1, 1, 0);

const BASE = HOSPITAL.domain
  .split('.')
  .map((part) => `DC=${part}`)
  .join(',');

/** What every client of a directory asks first: who are you (RFC 4512 §5.1). */
export function rootDse(server: string): Turn[] {
  const present = der(0x87, ascii('objectClass'));
  const search = der(
    0x63,
    text(''),
    enumerated(0),
    enumerated(0),
    berInteger(0),
    berInteger(120),
    NEVER,
    present,
    sequence(text('defaultNamingContext'), text('dnsHostName')),
  );
  const attribute = (name: string, value: string): Buffer => sequence(text(name), der(0x31, text(value)));
  const entry = der(
    0x64,
    text(''),
    sequence(attribute('defaultNamingContext', BASE), attribute('dnsHostName', `${server}.${HOSPITAL.domain}`)),
  );
  const done = der(0x65, enumerated(0), text(''), text(''));
  return [ask(message(1, search), 0.003), tell(Buffer.concat([message(1, entry), message(1, done)]), 0.004)];
}

/** A simple bind: name and password as they are (RFC 4513 §5.1.3). */
export function simpleBind(name: string, password: string): Turn[] {
  const bind = der(0x60, berInteger(3), text(`CN=${name},OU=Devices,${BASE}`), der(0x80, ascii(password)));
  const bound = der(0x61, enumerated(0), text(''), text(''));
  return [ask(message(2, bind), 0.004), tell(message(2, bound), 0.006), ask(message(3, der(0x42, zeros(0))), 0.5)];
}

import { type Family, expected } from '../family.ts';
import { hosts, text } from '../truth.ts';

/** RFC 5424 section 6: `1 TIMESTAMP HOSTNAME APP-NAME …`; a hyphen means none. */
const NEW_HEADER = /^1 (?:-|\d{4}-\S+) (\S+) (\S+) /;
/** RFC 3164 section 4.1.3: a tag of at most 32 characters, perhaps with a process in brackets, then a colon. */
const TAG = /^([A-Za-z][A-Za-z0-9_./-]{0,31})(?:\[\d+\])?: /;

const some = (value: string | undefined) => (value === '-' ? undefined : value);

export const syslog: Family = {
  id: 'syslog',
  truthKeys: ['syslog'],
  attributes: ['syslog.program', 'syslog.hostname'],
  note: 'program and host of the header; messages may hold personal data and are not expected',
  expect: (truth) =>
    truth.rows('syslog').flatMap((row) => {
      const message = text(row, 'value') ?? '';
      const sender = hosts(row, 'src');
      const header = NEW_HEADER.exec(message);
      if (header !== null) {
        return [
          ...expected('syslog.hostname', some(header[1]), sender),
          ...expected('syslog.program', some(header[2]), sender),
        ];
      }
      return expected('syslog.program', TAG.exec(message)?.[1], sender);
    }),
};

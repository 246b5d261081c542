import { type Family, expected } from '../family.ts';
import { hosts, text } from '../truth.ts';

/** RFC 9110 section 11.5. */
const realmOf = (challenge: string | undefined) => /realm="([^"]*)"/i.exec(challenge ?? '')?.[1];

export const http: Family = {
  id: 'http',
  truthKeys: ['http_request', 'http_response'],
  attributes: ['http.user-agent', 'http.host', 'http.server', 'http.auth-scheme', 'http.realm'],
  note: 'addresses of pages may hold personal data and are not expected',
  expect: (truth) => [
    ...truth
      .rows('http_request')
      .flatMap((row) => [
        ...expected('http.user-agent', text(row, 'user_agent'), hosts(row, 'src')),
        ...expected('http.host', text(row, 'host'), hosts(row, 'dst')),
        ...expected('http.auth-scheme', text(row, 'auth'), hosts(row, 'src', 'dst')),
      ]),
    ...truth
      .rows('http_response')
      .flatMap((row) => [
        ...expected('http.server', text(row, 'server'), hosts(row, 'src')),
        ...expected('http.realm', realmOf(text(row, 'www_authenticate')), hosts(row, 'src')),
      ]),
  ],
};

import { type Family, expected } from '../family.ts';
import { text } from '../truth.ts';

export const opcua: Family = {
  id: 'opcua',
  truthKeys: ['opcua_application', 'opcua_endpoint', 'opcua_endpoint_url'],
  attributes: ['opcua.application', 'opcua.endpoint'],
  note: 'an endpoint is named by either side and describes the server, so the subject is open',
  expect: (truth) => [
    ...truth.rows('opcua_application').flatMap((row) => expected('opcua.application', text(row, 'value'), [])),
    ...[...truth.rows('opcua_endpoint'), ...truth.rows('opcua_endpoint_url')].flatMap((row) =>
      expected('opcua.endpoint', text(row, 'value'), []),
    ),
  ],
};

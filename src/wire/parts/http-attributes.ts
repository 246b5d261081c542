import { defineAttributes } from '../dissector.ts';

/** Header fields of HTTP/1.x (RFC 9110, RFC 9112). Paths, queries and cookies are never reported: they may name patients. */
export const httpAttributes = defineAttributes('http', {
  host: ['name-seen', 'Host the client asked for (RFC 9110 §7.2); it describes the server'],
  userAgent: ['software-seen', 'User-Agent (RFC 9110 §10.1.5)'],
  server: ['software-seen', 'Server (RFC 9110 §10.2.4)'],
  poweredBy: ['software-seen', 'X-Powered-By, a field that application servers add'],
  authScheme: ['capability-seen', 'Scheme of Authorization (RFC 9110 §11.6.2) that the server takes'],
  realm: ['service-offered', 'Realm of WWW-Authenticate (RFC 9110 §11.5), often the product name'],
  soapAction: ['service-offered', 'SOAPAction (SOAP 1.1 §6.1.1): the service that is called'],
});

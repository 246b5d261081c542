import { type Attribute, defineAttributes } from '../dissector.ts';

/** What a directory server says about itself, and how clients log in. */
export const ldapAttributes = defineAttributes('ldap', {
  hostName: ['name-seen', 'dnsHostName of the root entry ([MS-ADTS] §3.1.1.3.2.8)'],
  namingContext: ['capability-seen', 'defaultNamingContext or namingContexts of the root entry (RFC 4512 §5.1)'],
  serviceName: ['capability-seen', 'ldapServiceName of the root entry ([MS-ADTS] §3.1.1.3.2.13)'],
  vendor: ['manufacturer-seen', 'vendorName of the root entry (RFC 3045 §2.1)'],
  software: ['software-seen', 'vendorVersion of the root entry (RFC 3045 §2.2)'],
  mechanism: ['capability-seen', 'SASL mechanism of a log-in (RFC 4513 §5.2)'],
  role: ['role-played', 'domain-controller: the host answers a domain controller ping ([MS-ADTS] §6.3.3)'],
  domain: ['capability-seen', 'DNS name of the domain in a domain controller ping ([MS-ADTS] §6.3.1.9)'],
  computer: ['name-seen', 'NetBIOS name of the domain controller in its answer to a ping ([MS-ADTS] §6.3.1.9)'],
});

/** Attributes of the root entry, lower case: LDAP names have no case (RFC 4512 §1.4). */
export const ROOT_ATTRIBUTES: Readonly<Record<string, Attribute>> = {
  dnshostname: ldapAttributes.hostName,
  defaultnamingcontext: ldapAttributes.namingContext,
  namingcontexts: ldapAttributes.namingContext,
  ldapservicename: ldapAttributes.serviceName,
  vendorname: ldapAttributes.vendor,
  vendorversion: ldapAttributes.software,
};

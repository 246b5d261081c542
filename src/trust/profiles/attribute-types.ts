import type { AttributeType } from '../x509/name.ts';

const LISTED: Readonly<Record<AttributeType, true>> = {
  CN: true,
  SN: true,
  serialNumber: true,
  C: true,
  L: true,
  ST: true,
  street: true,
  O: true,
  OU: true,
  title: true,
  GN: true,
  dnQualifier: true,
  organizationIdentifier: true,
  UID: true,
  DC: true,
  emailAddress: true,
};

/** Those a subject may have, by their short names. */
export const ATTRIBUTE_TYPES = Object.keys(LISTED) as AttributeType[];

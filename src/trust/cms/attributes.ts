import { der, IDENTIFIER } from '#bytes';
import type { Micros } from '#kernel';
import type { DerCursor } from '../der-cursor.ts';
import { MAX_CMS_ATTRIBUTE_VALUES, MAX_CMS_ATTRIBUTES } from '../limits.ts';
import { readList, readWhole, takeWhole } from './elements.ts';
import { ATTRIBUTE } from './oids.ts';

/** Attribute of RFC 5652 section 5.3: a type and the DER of each of its values. */
export interface Attribute {
  /** Dotted. */
  readonly type: string;
  readonly values: readonly Uint8Array[];
}

/** Reads the attributes of a SET whose content `cursor` stands in. */
export function readAttributes(cursor: DerCursor): Attribute[] {
  return readList(cursor, MAX_CMS_ATTRIBUTES, (set) => {
    const attribute = set.open();
    const type = attribute.oid();
    const { at } = attribute;
    const values = readList(attribute.open(IDENTIFIER.set), MAX_CMS_ATTRIBUTE_VALUES, (each) => takeWhole(each));
    if (values.length === 0) attribute.refuse('attribute-empty', at);
    attribute.close();
    return { type, values };
  });
}

export const encodeAttribute = ({ type, values }: Attribute): Uint8Array =>
  der.sequence(der.oid(type), der.setOf(values));

/** SET OF Attribute in DER, which is what a signature over attributes is over (RFC 5652 section 5.4). */
export const encodeAttributes = (attributes: readonly Attribute[]): Uint8Array =>
  der.setOf(attributes.map(encodeAttribute));

export const contentTypeAttribute = (contentType: string): Attribute => ({
  type: ATTRIBUTE.contentType,
  values: [der.oid(contentType)],
});

export const messageDigestAttribute = (digest: Uint8Array): Attribute => ({
  type: ATTRIBUTE.messageDigest,
  values: [der.octetString(digest)],
});

export const signingTimeAttribute = (timeUs: Micros): Attribute => ({
  type: ATTRIBUTE.signingTime,
  values: [der.timeOf(timeUs)],
});

/** The DER of the only value of a type, or why there is none (RFC 5652 section 11: one attribute, one value). */
export function singleValue(attributes: readonly Attribute[], type: string): Uint8Array | 'absent' | 'repeated' {
  const found = attributes.filter((attribute) => attribute.type === type);
  const [attribute] = found;
  if (attribute === undefined) return 'absent';
  const [value] = attribute.values;
  return value === undefined || found.length > 1 || attribute.values.length > 1 ? 'repeated' : value;
}

/** The only value of a type, read; undefined when it is not there once, or cannot be read. */
export function readSingle<Value>(
  attributes: readonly Attribute[],
  type: string,
  read: (cursor: DerCursor) => Value,
): Value | undefined {
  const single = singleValue(attributes, type);
  if (typeof single === 'string') return undefined;
  const value = readWhole(single, 'RFC 5652 11', read);
  return value.ok ? value.value : undefined;
}

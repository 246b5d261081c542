import { der, IDENTIFIER } from '#bytes';
import { DerCursor } from '../der-cursor.ts';
import { attempt, type TrustFault } from '../fault.ts';
import { normaliseBer } from './ber.ts';
import { constructedTag } from './elements.ts';

/** ContentInfo (RFC 5652 section 3) around the DER of one content. */
export const encodeContentInfo = (contentType: string, content: Uint8Array): Uint8Array =>
  der.sequence(der.oid(contentType), der.explicit(0, content));

/**
 * Reads a ContentInfo in BER or DER. It must hold a content of `contentType`, which `read` reads to its end, and
 * nothing may follow. Positions in a fault are those of the message in DER; where it came in DER, of the message.
 */
export function readContentInfo<Content>(
  message: Uint8Array,
  contentType: string,
  read: (content: DerCursor) => Content,
): { readonly ok: true; readonly content: Content } | TrustFault {
  const normalised = normaliseBer(message);
  if (!normalised.ok) return normalised;
  return attempt(() => {
    const outer = new DerCursor(normalised.der, 0, normalised.der.length, 'RFC 5652 3');
    const info = outer.open(IDENTIFIER.sequence);
    const { at } = info;
    if (info.oid() !== contentType) info.refuse('content-type-unexpected', at);
    const wrapper = info.open(constructedTag(0));
    const content = read(wrapper);
    wrapper.close();
    info.close();
    outer.close();
    return { ok: true as const, content };
  });
}

import { decodeText, u16At } from '#bytes';
import type { FrameRange } from '#kernel';
import type { Out, View } from '../dissector.ts';
import { beginsAscii, equalsAscii } from './ascii.ts';
import { cleartextCredential } from './credentials.ts';
import { dicomAttributes as a } from './dicom-attributes.ts';
import { DEFLATED, EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE, type Syntax, UNKNOWN } from './dicom-data-set.ts';

/** Bytes of an A-ASSOCIATE PDU before its items: version, AE titles, reserved (PS3.8 §9.3.2). Counted after the PDU header. */
export const ASSOCIATE_FIXED_LENGTH = 68;
const AE_LENGTH = 16;
/** Context ids are odd numbers from 1 to 255 (PS3.8 §9.3.2.2). */
const CONTEXTS = 128;
/** User information is a container: its sub-items have numbers of their own and are read like items. */
export const USER_INFORMATION = 0x50;
const CONTEXT_PROPOSED = 0x20;
const CONTEXT_ANSWERED = 0x21;
const ABSTRACT_SYNTAX = 0x30;
const TRANSFER_SYNTAX = 0x40;
const IMPLEMENTATION_UID = 0x52;
const ROLE_SELECTION = 0x54;
const IMPLEMENTATION_VERSION = 0x55;
const USER_IDENTITY = 0x58;
/** Longest value of a UID (PS3.5 §6.2). */
const UID_LENGTH = 64;

interface Proposal {
  readonly abstractSyntax: string;
  /** Where the request names it. */
  readonly ranges: readonly FrameRange[];
}

/** What two hosts agreed on. One per association. */
export class Association {
  private readonly syntaxes = new Uint8Array(CONTEXTS);
  /** By context id, between the request and its answer. */
  private readonly proposals = new Map<number, Proposal>();
  /** SOP classes whose roles the request negotiates (PS3.7 D.3.3.4), and whether a context of theirs was accepted. */
  private readonly negotiated = new Map<string, boolean>();

  syntaxOf(contextId: number): Syntax {
    return (this.syntaxes[contextId >> 1] ?? UNKNOWN) as Syntax;
  }

  /** Fixed part of A-ASSOCIATE-RQ (`request`) or -AC at `at`, behind the PDU header. */
  readFixed(view: View, out: Out, at: number, request: boolean): void {
    const client = request ? view.sender : view.receiver;
    const server = request ? view.receiver : view.sender;
    out.text(a.calledAe, server, at + 4, at + 4 + AE_LENGTH);
    out.text(a.callingAe, client, at + 4 + AE_LENGTH, at + 4 + 2 * AE_LENGTH);
  }

  /** One item: its value is bytes[from, to), its header the four bytes before. */
  readItem(view: View, out: Out, type: number, from: number, to: number, request: boolean): void {
    if (type === CONTEXT_PROPOSED && to - from > 4) this.readProposal(view, out, from, to);
    else if (type === CONTEXT_ANSWERED && to - from > 4) this.readAnswer(view, out, from, to);
    else if (type === IMPLEMENTATION_UID) out.text(a.implementationUid, view.sender, from, to);
    else if (type === IMPLEMENTATION_VERSION) out.text(a.implementationVersion, view.sender, from, to);
    else if (type === ROLE_SELECTION) this.readRoles(view, out, from, to, request);
    else if (type === USER_IDENTITY && request) readUserIdentity(view, out, from, to);
  }

  /** The association is settled; what was proposed is no longer needed. */
  settle(): void {
    this.proposals.clear();
    this.negotiated.clear();
  }

  private readProposal(view: View, out: Out, from: number, to: number): void {
    const { bytes, sender } = view;
    for (let at = from + 4; at + 4 <= to; ) {
      const end = at + 4 + u16At(bytes, at + 2);
      if (end > to) return out.anomaly('dicom-item-length');
      if (bytes[at] === ABSTRACT_SYNTAX) {
        out.text(a.abstractSyntax, sender, at + 4, end);
        const abstractSyntax = decodeText(bytes, at + 4, Math.min(end, at + 4 + UID_LENGTH));
        if (this.proposals.size < CONTEXTS) {
          this.proposals.set(bytes[from]!, { abstractSyntax, ranges: out.locate(at + 4, end) });
        }
      } else if (bytes[at] === TRANSFER_SYNTAX) out.text(a.transferSyntax, sender, at + 4, end);
      at = end;
    }
  }

  private readAnswer(view: View, out: Out, from: number, to: number): void {
    const { bytes, sender, receiver } = view;
    const end = from + 8 > to ? to + 1 : from + 8 + u16At(bytes, from + 6);
    if (end > to) return out.anomaly('dicom-item-length');
    // The transfer syntax of a refused context means nothing (PS3.8 §9.3.3.2).
    if (bytes[from + 2] !== 0) return;
    out.text(a.transferSyntax, sender, from + 8, end);
    this.syntaxes[bytes[from]! >> 1] = syntaxNamed(bytes, from + 8, end);
    const proposal = this.proposals.get(bytes[from]!);
    if (proposal === undefined) return;
    if (this.negotiated.has(proposal.abstractSyntax)) {
      this.negotiated.set(proposal.abstractSyntax, true);
      return;
    }
    const more = { before: proposal.ranges };
    out.value(a.sopClassScu, receiver, proposal.abstractSyntax, from, end, more);
    out.value(a.sopClassScp, sender, proposal.abstractSyntax, from, end, more);
  }

  private readRoles(view: View, out: Out, from: number, to: number, request: boolean): void {
    const { bytes, sender, receiver } = view;
    const end = from + 2 > to ? to + 1 : from + 2 + u16At(bytes, from);
    if (end + 2 > to) return out.anomaly('dicom-item-length');
    const sopClass = decodeText(bytes, from + 2, Math.min(end, from + 2 + UID_LENGTH));
    if (request) {
      if (this.negotiated.size < CONTEXTS) this.negotiated.set(sopClass, false);
      return;
    }
    if (this.negotiated.get(sopClass) !== true) return;
    if (bytes[end] === 1) {
      out.text(a.sopClassScu, receiver, from + 2, end);
      out.text(a.sopClassScp, sender, from + 2, end);
    }
    if (bytes[end + 1] === 1) {
      out.text(a.sopClassScp, receiver, from + 2, end);
      out.text(a.sopClassScu, sender, from + 2, end);
    }
  }
}

/** PS3.7 D.3.3.7. The evidence is the type of the identity; account and secret stay unread but for the list of defaults. */
function readUserIdentity(view: View, out: Out, from: number, to: number): void {
  const { bytes, receiver } = view;
  if (to - from < 4) return;
  const type = bytes[from]!;
  const userEnd = Math.min(to, from + 4 + u16At(bytes, from + 2));
  if (type === 1 || type === 2) out.personal('account', 1);
  if (type === 2 && userEnd + 2 <= to) {
    const user = decodeText(bytes, from + 4, userEnd);
    const secret = decodeText(bytes, userEnd + 2, Math.min(to, userEnd + 2 + u16At(bytes, userEnd)));
    cleartextCredential(out, receiver, 'dicom', user, secret, from, from + 1);
  } else if (type === 4) cleartextCredential(out, receiver, 'dicom:saml', '', '', from, from + 1);
  else if (type === 5) cleartextCredential(out, receiver, 'dicom:jwt', '', '', from, from + 1);
}

/** PS3.5 A.1 to A.5: the names that differ from Explicit VR Little Endian, in which all others are encapsulated. */
function syntaxNamed(bytes: Uint8Array, from: number, to: number): Syntax {
  let end = to;
  while (end > from && (bytes[end - 1] === 0 || bytes[end - 1] === 0x20)) end--;
  if (!beginsAscii(bytes, from, end, '1.2.840.10008.1.2')) return EXPLICIT_LITTLE;
  if (end - from === 17) return IMPLICIT_LITTLE;
  if (equalsAscii(bytes, from + 17, end, '.2')) return EXPLICIT_BIG;
  if (equalsAscii(bytes, from + 17, end, '.1.99')) return DEFLATED;
  // JPIP Referenced Deflate and JPIP HTJ2K Referenced Deflate.
  if (equalsAscii(bytes, from + 17, end, '.4.95') || equalsAscii(bytes, from + 17, end, '.4.205')) return DEFLATED;
  return EXPLICIT_LITTLE;
}

/** A maker that a name, a number or a MAC address points to. */
export interface KnownMaker {
  /** Canonical name. */
  readonly manufacturer: string;
  /** A `component` maker made a part inside, `software` only a program: neither is the manufacturer of the device. */
  readonly role: 'maker' | 'software' | 'component';
  /** 0 to 1. */
  readonly confidence: number;
}

/** A device type that something points to. */
export interface KnownType {
  readonly deviceTypeId: string;
  /** 0 to 1: how often such a hint is right, taken alone. */
  readonly confidence: number;
  /** The part of the text that pointed there, folded. */
  readonly matched: string;
  /** Canonical name of the maker whose product the words name, where they name one. */
  readonly manufacturer?: string;
}

/** A row of the model table that fits a maker and a model name. */
export interface KnownModel {
  readonly model: { readonly name: string; readonly deviceTypeId: string };
  /** Canonical name. */
  readonly manufacturer: string;
  readonly confidence: number;
  /** The variant of the model name that fitted, folded. */
  readonly matched: string;
}

/** What a device type is in general. */
export interface KnownDeviceType {
  readonly role: string;
  readonly category: string;
}

interface KnownProduct {
  readonly vendor?: string;
  readonly product?: string;
  readonly version?: string;
  readonly family?: string;
  /** Kind of device in the words of the fingerprint's authors. */
  readonly device?: string;
}

/** What a banner is known to come from. */
export interface KnownBanner {
  readonly service: KnownProduct;
  readonly os: KnownProduct;
  readonly hw: KnownProduct;
  readonly certainty: number;
}

/** Who stands behind an implementation class UID and version name of DICOM. */
export interface KnownImplementation {
  readonly components: readonly { readonly name: string; readonly version?: string; readonly confidence: number }[];
  readonly vendorHint?: { readonly manufacturer: string; readonly confidence: number };
}

/** What inventory asks of the world's knowledge; `#knowledge` answers it. Every answer depends on its arguments alone. */
export interface Knowledge {
  makerFromOui(mac: string): KnownMaker | undefined;
  /** `medical` for text out of DICOM, HL7 and other medical protocols, where short names mean the medical company. */
  makerFromName(text: string, context: 'medical' | 'any'): KnownMaker | undefined;
  /** Holder of an IANA enterprise number, if it makes devices. */
  makerFromEnterpriseNumber(number: number): string | undefined;
  /** Holder of the enterprise arc that an object identifier begins with, if it makes devices. */
  makerFromOid(oid: string): string | undefined;
  /** Maker behind a private creator of a DICOM data set (PS3.5 §7.8.1). */
  makerFromPrivateCreator(creator: string): { readonly manufacturer: string; readonly confidence: number } | undefined;
  typeFromModality(code: string): KnownType | undefined;
  typeFromModel(manufacturer: string, model: string): KnownModel | undefined;
  /** The best guess first. `manufacturer`: canonical name, or empty. */
  typeFromWords(text: string, manufacturer: string): readonly KnownType[];
  deviceType(id: string): KnownDeviceType | undefined;
  dicomImplementation(classUid: string, versionName: string): KnownImplementation;
  /** `field` in the words of the fingerprint collection, such as `ssh.banner`. */
  banner(field: string, text: string): KnownBanner | undefined;
}

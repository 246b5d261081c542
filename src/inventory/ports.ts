/** A maker that a name or a MAC address points to. */
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
  readonly manufacturer: string;
  readonly confidence: number;
}

/** A program, operating system or piece of hardware that a banner names. */
export interface KnownSoftware {
  readonly service?: { readonly name: string; readonly version?: string };
  readonly os?: { readonly name: string; readonly version?: string };
  readonly hardware?: { readonly manufacturer?: string; readonly product?: string };
  readonly confidence: number;
}

/** What inventory asks of the world's knowledge; `#knowledge` answers it. Every answer depends on its arguments alone. */
export interface Knowledge {
  makerFromOui(mac: string): KnownMaker | undefined;
  /** `medical` for text out of DICOM, HL7 and other medical protocols, where short names mean the medical company. */
  makerFromName(text: string, context: 'medical' | 'any'): KnownMaker | undefined;
  typeFromModality(code: string): KnownType | undefined;
  typeFromModel(manufacturer: string, model: string): KnownModel | undefined;
  /** The best guess first. `manufacturer`: canonical name, or empty. */
  typeFromWords(text: string, manufacturer: string): readonly KnownType[];
}

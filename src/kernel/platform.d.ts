/**
 * The only globals outside ECMAScript that a pure room may use (WHATWG Encoding, https://encoding.spec.whatwg.org/).
 * Pure rooms compile without Node and without the DOM, so what is not declared here does not exist for them.
 */

interface TextDecoder {
  readonly encoding: string;
  readonly fatal: boolean;
  /** Throws a TypeError on malformed input when `fatal` was asked for; otherwise puts U+FFFD in its place. */
  decode(input?: Uint8Array | ArrayBuffer, options?: { readonly stream?: boolean }): string;
}

declare var TextDecoder: {
  /** Throws a RangeError when `label` names no encoding of the standard. */
  new (label?: string, options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean }): TextDecoder;
};

interface TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
  encodeInto(source: string, destination: Uint8Array): { read: number; written: number };
}

declare var TextEncoder: {
  new (): TextEncoder;
};

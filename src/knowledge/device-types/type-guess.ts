/** A device type that something points to. A guess is evidence for inventory to weigh, not a conclusion. */
export interface TypeGuess {
  readonly deviceTypeId: string;
  /** 0 to 1: how often such a hint is right, taken alone. */
  readonly confidence: number;
  /** The part of the input that pointed there, in folded form. */
  readonly matched: string;
  /** Which row said so: a type word (W0001), a model (D001) or a modality code. */
  readonly rule: string;
  /** Canonical name of the maker whose product the words name, where they name one. */
  readonly manufacturer?: string;
}

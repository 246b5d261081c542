import * as z from 'zod';

/** ISO 8601 in UTC with six decimals. */
export const Instant = z.iso.datetime({ precision: 6 });
/** A time that a person or a program asks for; any precision. */
export const AskedInstant = z.iso.datetime();
export const Id = z.uuid();
export const DeviceId = z.string().min(1).max(200);
export const Confidence = z.number().min(0).max(1);
export const Count = z.int().min(0);
export const Language = z.enum(['ja', 'en']);

/** Text that a person gave: trimmed, not empty, without control characters. */
export function personText(maxCharacters: number): z.ZodString {
  return z
    .string()
    .trim()
    .min(1)
    .max(maxCharacters)
    .regex(/^[^\u0000-\u001f\u007f]*$/u);
}

export const PAGE_MAX = 500;
/** More choices in one filter than this are a mistake. */
const CHOICES_MAX = 64;
const CHOICE_MAX_CHARACTERS = 300;

/** Which part of a long list; a virtual table asks for the part it shows. */
export const Page = {
  offset: z.coerce.number<number>().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number<number>().int().min(1).max(PAGE_MAX).default(100),
};

const Choice = z.string().min(1).max(CHOICE_MAX_CHARACTERS);

/** A filter that may be given several times: `type=CT&type=MR`. */
export const Choices = z.union([z.array(Choice).max(CHOICES_MAX), Choice.transform((one) => [one])]);

/** The same for numbers. */
const NumberChoice = z.coerce.number<number>().int().min(0).max(65_535);
export const NumberChoices = z.union([z.array(NumberChoice).max(CHOICES_MAX), NumberChoice.transform((one) => [one])]);

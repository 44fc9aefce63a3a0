import { z } from 'zod';
import { FORM_FIELDS, type FormField } from '../draws/prize-delivery.ts';
import type { Vault } from '../shared/vault.ts';

/** What a winner has typed, by field. A phone number is E.164, such as `+8613800138000`. */
export type FormValues = Readonly<Partial<Record<FormField, string | undefined>>>;

/*
 * What a text is pasted with from a list of contacts or a web page and nobody sees: marks of direction, spaces of no
 * width. Joiners stay, which some scripts need.
 */
const INVISIBLE = /[\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g;

/* Control characters, and halves of a character. */
const NO_TEXT = /[\p{Cc}\p{Cs}]/u;

/** A text of 1 to `most` characters on one line, without spaces around. */
function line(most: number) {
  return z
    .string()
    .transform((text) => text.normalize('NFC').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim())
    .refine((text) => text !== '' && !NO_TEXT.test(text) && [...text].length <= most);
}

/* RFC 5321, 4.5.3.1.3: 254 characters are the longest address that can be delivered to. */
const EMAIL_LENGTH = 254;

const fields = {
  name: line(100).optional(),
  /** Of any country; it is read as a number when the country of the activity is known. */
  phone: line(40).optional(),
  address: line(300).optional(),
  email: line(EMAIL_LENGTH).pipe(z.email()).optional(),
  id_text: line(100).optional(),
} satisfies Record<FormField, z.ZodType>;

/** A form as it is sent: each text is cleaned and of its length. Which fields are wanted is the prize's to say. */
export const formSchema = z.strictObject(fields);

/** The first field that is missing, or that the prize does not ask for; `null` where there are exactly its fields. */
export function fieldAmiss(values: FormValues, wanted: readonly FormField[]): FormField | null {
  return FORM_FIELDS.find((field) => (values[field] !== undefined) !== wanted.includes(field)) ?? null;
}

/** Whether the two say the same. */
export function isSameForm(one: FormValues, other: FormValues): boolean {
  return FORM_FIELDS.every((field) => one[field] === other[field]);
}

/** Names whose form it is; a sealed form does not open under another name. */
interface FormPlace {
  readonly activityId: string;
  readonly drawId: string;
}

const kept = z.partialRecord(z.enum(FORM_FIELDS), z.string());

export function sealForm(vault: Vault, values: FormValues, place: FormPlace): string {
  return vault.seal(JSON.stringify(values), placeOf(place));
}

/** @throws Error if the vault has not its key, or the text is not the form of this draw; the message holds nothing of it */
export function openForm(vault: Vault, sealed: string, place: FormPlace): FormValues {
  const text = vault.open(sealed, placeOf(place));
  const reading = kept.safeParse(parsed(text));
  if (!reading.success) throw new Error('what was sealed is not a form');
  return reading.data;
}

/* The message of JSON.parse quotes what it read. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function placeOf({ activityId, drawId }: FormPlace): string {
  return `form:${activityId}:${drawId}`;
}

import { contentOf } from '../../../src/application/releases/release-content.ts';
import type { Submission } from '../../../src/application/releases/submission.ts';
import { readText, textOf } from './world.ts';

/** What an operator publishes of activity `a`. @param options.more further members of the text */
export function submissionOf(
  title: string,
  { more = {}, ...rest }: Partial<Submission> & { readonly more?: object } = {},
): Submission {
  const text = textOf(title, { is_login_user: true, ...more });
  const reading = readText('a', text);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const pictures = rest.pictures ?? [];
  const content = contentOf(text, Object.fromEntries(pictures.map(({ name, hash }) => [name, hash])));
  return { activity: reading.activity, content, pictures, by: 'files', isDraft: true, ...rest };
}

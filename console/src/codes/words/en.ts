import type { SameKeys } from '../../i18n/words.ts';
import type { CodesWords } from './zh.ts';

const en: SameKeys<CodesWords> = {
  title: 'Redeem codes',
  import: 'Import codes',
  importFor: 'Import codes for “{name}”',
  importShort: 'Import',
  prize: 'Prize',
  left: 'Left',
  awarded: 'Won',
  given: 'Seen',
  loaded: 'Imported',
  meaning:
    'Each code belongs to one win: a prize is won at most as often as it has codes. “Seen” are those that a winner has looked at.',
  onlyPublishers: 'Publishers and admins import codes.',
  byCode: { draft: 'Once the draft is published', none: 'Not delivered by code' },
  goneTitle: '{id} (not in the activity any more)',
  noKey:
    'There are no keys here to seal codes with, so none can be imported. Please ask for DATA_KEY_FILE to be set.',
  none: 'No prize is delivered by code yet',
  noneHow:
    'In the editor, choose “Code” as the delivery of a prize, then import its codes here. They may also come first.',
  toEditor: 'Edit the prizes',
  noPrizes: 'This activity has no prizes',
  noPrizesHow: 'Once it has a prize that is delivered by code, its codes are imported here.',
  usual: 'Delivered by code',
  others: 'Other prizes',
  file: 'File',
  choose: 'Choose a file, or drop it here',
  another: 'Another file',
  fileHint: 'A code a line, or CSV with a column “code”. UTF-8, at most {size} MB and {lines} lines.',
  checking: 'Checking; nothing is imported yet',
  hint: 'Choose a file to see here what would be imported. Nothing is imported before you confirm.',
  found: { new: 'New', known: 'Already there', after: 'Then in all' },
  examples: 'The first ones, masked',
  wrong: 'Problems: {count}. Nothing of it will be imported: please correct the file and choose it again.',
  moreWrong: 'and {count} more',
  waits: '“{name}” is not delivered by code yet. Its codes are kept, and given out once that is published.',
  usedUp:
    '{count} were won before there were codes: the first {count} codes belong to those winners, and nobody else wins them.',
  confirm: 'Import',
  confirmCount: 'Import {count}',
  importing: '{done} of {of} done',
  done: 'Imported {added}; there are {loaded} now',
  doneKnown: 'No new codes: all {known} were there already',
  doneSoon: 'Imported {added}; they can be won within a minute',
  error: {
    no_file: 'Please choose a file first',
    not_checked: 'The file is still being checked; please wait a moment',
    empty: 'There are no codes in the file',
    nothing_new: 'All of these codes are there already',
    wrong_lines: 'There are problems in the file; please correct it and choose it again',
    other_file: 'It is another file than the one that was checked; please choose it again',
    no_such_prize: 'The activity does not have this prize any more; please reload the page',
    no_key: 'There are no keys here to seal codes with',
    too_large: 'The file has more than {most} MB. Please divide it; nothing is imported twice',
    too_many_lines: 'The file has more than {lines} lines. Please divide it; nothing is imported twice',
    unreadable: 'The file cannot be read; it may have been moved or changed',
    too_many: 'Other files are being read; please try again in a moment',
    stopped:
      'The import stopped; what is imported stays. The same file again imports the rest, and nothing twice',
    unreachable: 'The connection broke. Import the same file again; nothing is imported twice',
  },
};

export default en;

import type { CounterTally } from '../../../domain/deliveries/counter-tally.ts';
import { isoInTimezone } from '../../../domain/shared/local-time.ts';
import type { Io } from '../command.ts';
import { counterMessages } from '../i18n/counter-messages.ts';
import { plain } from './text-layout.ts';
import { textTable } from './text-table.ts';

const WIDTH = 100;

/** A line an activity. */
export function renderTallies(
  tallies: readonly CounterTally[],
  { language, colors }: Pick<Io, 'language' | 'colors'>,
): string {
  const rows = tallies.map(({ activityId, open, redeemed, lastRedeemedAt, pinSetAt }) => [
    activityId,
    `${open}`,
    `${redeemed}`,
    timeText(lastRedeemedAt),
    timeText(pinSetAt),
  ]);
  return `${textTable(counterMessages[language].heads, rows, { width: WIDTH, colors }).join('\n')}\n`;
}

/** A line a counter; nothing where none has redeemed anything. */
export function renderPlaces(
  tallies: readonly CounterTally[],
  { language, colors }: Pick<Io, 'language' | 'colors'>,
): string {
  const rows = tallies.flatMap(({ places }) =>
    places.map(({ place, redeemed }) => [plain(place), `${redeemed}`]),
  );
  if (rows.length === 0) return '';
  return `\n${textTable(counterMessages[language].placeHeads, rows, { width: WIDTH, colors }).join('\n')}\n`;
}

/* In the time zone of who reads it. */
function timeText(at: number | null): string {
  return at === null ? '-' : isoInTimezone(at, new Intl.DateTimeFormat().resolvedOptions().timeZone);
}

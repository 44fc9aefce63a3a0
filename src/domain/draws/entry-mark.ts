import type { LogEntry } from './draw-log.ts';

/**
 * What an entry is recognised by: two stores that have the same mark under one number have the same log up to there.
 * It is stored, so it must stay the same for the same entry in all versions of the program.
 */
export function markOf(entry: LogEntry): string {
  switch (entry.kind) {
    case 'draw':
      return `draw ${entry.drawId}`;
    case 'rules':
      // A set of the first edition has no head.
      return `rules ${entry.no} ${entry.head}`;
    case 'earning':
      return `earning ${JSON.stringify([entry.uid, entry.key])}`;
    case 'help':
      return `help ${JSON.stringify([entry.uid, entry.inviter])}`;
    case 'loss':
      return `loss ${entry.after} ${entry.at}`;
  }
}

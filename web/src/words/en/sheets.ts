import type { Words } from '../words.ts';

export const sheets: Words['sheets'] = {
  close: 'Close',
  copy: 'Copy',
  copied: 'Copied',
  copyByHand: 'Press and hold the text to copy it',
  myPrizes: 'My prizes',
  drawn: {
    shake: (today, total) => `Shaken ${today} today · ${total} in all`,
    other: (today, total) => `Drawn ${today} today · ${total} in all`,
  },
  noPrizes: 'No prizes yet. Good luck',
  collect: 'Collect',
  shown: (shown, total) => `${shown} of ${total} shown`,
  loading: 'Looking…',
  loadFailed: 'Cannot look right now. Try again',
  loadMore: 'Show more',
  prizesTitle: 'Prizes',
  latestWins: 'Latest wins',
  latestWin: (who, name) => `${who} won ${name}`,
};

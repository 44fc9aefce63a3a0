import type { Words } from '../words.ts';

export const result: Words['result'] = {
  /** Without any adornment. */
  plain: {
    won: (name) => `You won: ${name}`,
    notWon: 'No prize this time',
    kept: 'You find it among your prizes',
    close: 'OK',
  },
  wonTitle: {
    grand: 'Grand prize!',
    fine: 'You won!',
    small: 'You won!',
    consolation: 'A little something for you',
  },
  kept: 'Saved in “My prizes”',
  notWonTitle: 'No prize this time',
  notWonAgain: 'Luck is on its way. Try once more',
  notWonEarn: 'One small task, and you can draw again',
  notWonLater: 'That was today’s last chance. See you tomorrow',
  notWonLast: 'Thank you for taking part',
  left: (count) => `Chances left: ${count}`,
  copyCode: 'Copy the code',
  copied: 'Code copied',
  copyByHand: 'Press and hold the code to copy it',
  claim: 'Use it now',
  gotIt: 'Got it',
  close: 'Close',
  skip: 'Tap to skip',
  share: 'Share',
  poster: 'Save poster',
  more: 'More',
  earn: {
    invite: (worth) => `Invite a friend +${worth}`,
    share: (worth) => `Share +${worth}`,
    sign_in: (worth) => `Check in +${worth}`,
  },
};

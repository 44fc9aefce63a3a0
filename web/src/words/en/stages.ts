import type { Words } from '../words.ts';

export const stages: Words['stages'] = {
  act: {
    shake: 'Shake now',
    wheel: 'Spin',
    grid: 'Draw now',
    scratch: 'Scratch',
    egg: 'Crack an egg',
    red_packet: 'Open it',
  },
  acting: {
    shake: 'Shaking…',
    wheel: 'Spinning…',
    grid: 'Drawing…',
    scratch: 'Scratching…',
    egg: 'Cracking…',
    red_packet: 'Opening…',
  },
  again: {
    shake: 'Shake again',
    wheel: 'Spin again',
    grid: 'Draw again',
    scratch: 'Next card',
    egg: 'Next egg',
    red_packet: 'Open another',
  },
  confirming: 'Confirming…',
  revealing: 'Show me now',
  hub: 'GO',
  gridHub: 'GO',
  noWin: 'No win',
  title: 'Prize draw',
  usedUp: 'No chances left',
  left: (count) => `Chances left: ${count}`,
  leftOfThemEarned: (count) => `${count} earned`,
  unlimited: 'As often as you like',
  nextChance: (when) => `Next chance: ${when}`,
  thanks: 'Thank you for taking part',
  canEarn: 'You can still earn a chance',
  crowded: 'Very busy right now. Your result is being confirmed, and no extra chance is used',
  unsure: 'The network is slow. Your result is being confirmed, and no extra chance is used',
  motion: {
    off: 'Shaking is off, use the button',
    ask: 'Allow motion access to shake your phone',
    waiting: 'Shake your phone, or use the button',
    listening: 'Shake your phone, or use the button',
    refused: 'Motion access is off, the button does the same',
    no_sensor: 'This device cannot sense shaking, the button does the same',
  },
  startShaking: 'Allow shaking',
  motionSwitch: 'Shaking',
  soundSwitch: 'Sound',
  scratch: {
    title: 'Lucky card',
    /** On the coating. */
    coat: 'Scratch here',
    /** Under the coating, until the answer is here. */
    coming: 'Coming up',
    notWon: 'Thank you for playing',
  },
  redPacket: {
    greeting: 'Good luck',
    /** On the seal. */
    seal: 'OPEN',
  },
};

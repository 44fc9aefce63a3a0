import type { SameKeys } from '../../i18n/words.ts';
import type { DeliveriesWords } from './zh.ts';

const en: SameKeys<DeliveriesWords> = {
  title: 'Deliveries',
  about: 'How far each prize is, what is stuck, and what to do about it.',
  activity: 'Activity',
  method: 'Method',
  anyMethod: 'All methods',
  states: 'By state',
  all: 'All',
  state: 'State',
  prize: 'Prize',
  user: 'User',
  won: 'Won',
  actions: 'Actions',
  unit: 'no. {unit}',
  lookUp: 'Look this user up',
  choose: 'Choose “{name}” of {uid}',
  chooseAll: 'Choose all that can be marked',
  chosen: '{count} chosen',
  chooseNone: 'Choose none',
  resendable: '{count} failed ones can be sent again',
  resendAll: 'Send all again',
  resendAllTitle: 'Send all {count} failed ones again',
  resendAllWhat:
    'Please make sure first that the other system is back. Each gets the whole schedule of retries; the receiver knows them by their numbers, so nothing is given twice.',
  stopped:
    '“{name}” refused to take more {when} ({reason}); nothing is sent until operations start it again.',
  none: 'Each win will be a row here',
  noneHow: 'How far it is, who dealt with it, and why it failed.',
  noneShown: 'There are none like that',
  noneShownHow: 'Another state or method may have some.',
  more: 'Show 50 more',
  choose_first: 'Choose an activity to see its deliveries',
  choose_firstHow: 'Type its title above, or choose below.',
  failedCount: '{count} failed',
  winners: 'Winners as CSV',
  winnersWhat:
    'The winners in the state and method shown, as CSV for Excel. The download goes into the trail.',
  withForms: 'With what they typed (name, phone, address)',
  formsWhat: 'The file has personal data: give it only to who needs it, and delete it afterwards.',
  download: 'Download',
};

export default en;

import type { SameKeys } from '../../i18n/words.ts';
import type { DeliveryWords } from './zh.ts';

const en: SameKeys<DeliveryWords> = {
  state: {
    preparing: 'On its way',
    ready: 'To be collected',
    form_wanted: 'Form wanted',
    form_received: 'To be sent',
    sent: 'Sent',
    delivered: 'Delivered',
    redeemed: 'Redeemed',
    failed: 'Failed',
  },
  method: { hand: 'By hand', code: 'Code', webhook: 'By system', form: 'Form', counter: 'Counter' },
  resend: 'Send again',
  resendTitle: 'Send “{name}” to {uid} again',
  resendWhat:
    'It goes to “{endpoint}” again, with the whole schedule of retries. The receiver knows it by its number, so nothing is given twice.',
  resent: 'Queued; it is sent in a moment',
  done: 'Mark as done',
  doneTitle: 'Mark {count} as done',
  doneWhat: 'Confirms that the winners have them. They see “delivered”, and it cannot be taken back.',
  doneSaid: '{count} marked as done',
  doneAlready: '{count} were marked before',
  doneRefused: '{count} not marked: {why}',
  openForm: 'Open the form',
  formTitle: 'Open the form of {uid}',
  formWhat:
    'This is personal data: please open it only for this task. Who opened it, when and why goes into the trail.',
  formConfirm: 'Open',
  formShown: 'Where to send it',
  recorded: 'This look is recorded',
  formChanged: 'Filled in {when}',
  field: { name: 'Name', phone: 'Phone', address: 'Address', email: 'E-mail', id_text: 'Identity' },
  attempts: 'Tried {count} times',
  next: 'next {when}',
  error: {
    not_failed: 'It has not failed, so there is nothing to send again',
    no_endpoint: 'It does not go to a system; please settle it with the winner',
    form_erased: 'The form was erased on request, so it cannot be sent',
    more_failed: 'The number of failed ones has changed; please look again',
    no_win: 'There is no such win',
    no_form: 'There is no form: not filled in, or erased',
    no_key: 'This installation has no key that opens it; please ask operations',
  },
};

export default en;

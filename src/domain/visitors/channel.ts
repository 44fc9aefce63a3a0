/** The channel of visitors who follow the invitation of a friend. */
export const INVITE = 'invite';

/** What counts together: further channels of an activity in an hour, further zones. */
export const OTHER = 'other';

/* The shortest code of an invitation has 18 characters. */
const CHANNEL = /^[A-Za-z0-9_-]{1,17}$/;
const LONG_CHANNEL = /^[a-z0-9_-]{18,32}$/;
const INVITATION = /^[A-Za-z0-9_-]{18,2048}$/;

/**
 * Where a visitor came from, by the `from` of the page's address: `''` where there is none or it is malformed. A text of 18 to 32
 * characters may be a channel or an invitation; one without a capital letter is taken for a channel (of 10,000 invitations, one
 * has none).
 */
export function channelOf(from: string | undefined): string {
  if (from === undefined || from === '') return '';
  if (CHANNEL.test(from) || LONG_CHANNEL.test(from)) return from;
  return INVITATION.test(from) ? INVITE : '';
}

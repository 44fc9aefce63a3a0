/** The users of every example. `u2` has no zone, so an activity for some zones refuses this user. */
export const USERS = new Map([
  ['u1', { zone_id: '1000', name: 'Ann' }],
  ['u2', { name: 'Bo' }],
  ['u3', { zone_id: '2000', name: 'Cai' }],
  ['u4', { zone_id: '1000', name: 'Dan' }],
]);

/** The address of an activity in the API. */
export const activityApi = (id: string, rest = ''): string =>
  `/api/activities/${encodeURIComponent(id)}${rest}`;

/** The id of a prize, as the file of an activity may have it. */
export const prizeIdPattern = /^[A-Za-z0-9_.-]{1,64}$/;

export const chances = {};

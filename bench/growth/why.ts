/** Why each cost grows as it does, by group and curve: found with a profile, or by an experiment. */
export const WHY: Readonly<Record<string, string>> = {};
